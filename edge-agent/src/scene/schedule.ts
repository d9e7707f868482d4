import { weekdays, type Calendar, type Schedule } from '@vamco/contracts';

/** Public holidays as day numbers of the Vietnamese calendar. */
export interface Holidays {
  /** Announced. */
  sure: ReadonlySet<number>;
  /** Announced or only expected: nobody is accused because a holiday was not confirmed yet. */
  possible: ReadonlySet<number>;
}

export const NO_HOLIDAYS: Holidays = { sure: new Set(), possible: new Set() };

const DAY_MS = 86_400_000;
/** Vietnam keeps UTC+7 all the year round. */
const OFFSET_MS = 7 * 3_600_000;
/** 1 January 1970 was a Thursday. */
const EPOCH_WEEKDAY = 4;

/** Does the schedule hold at this moment (UTC, ms)? */
export function inForce(schedule: Schedule, utcMs: number, holidays: Holidays): boolean {
  const localMs = utcMs + OFFSET_MS;
  const day = Math.floor(localMs / DAY_MS);
  const minute = Math.floor((localMs - day * DAY_MS) / 60_000);
  return schedule.windows.some(({ days, from, to }) => {
    const [opens, closes] = [minutes(from), minutes(to)];
    const holds = (on: number) => isDay(schedule, days, on, holidays);
    if (opens < closes) return minute >= opens && minute < closes && holds(day);
    // Past midnight: the rest of a window that began the day before.
    return opens > closes && ((minute >= opens && holds(day)) || (minute < closes && holds(day - 1)));
  });
}

/** Why the schedule can never hold; undefined when it can. */
export function neverOpens({ windows, validFrom, validTo }: Schedule): string | undefined {
  const [first, last] = [validFrom, validTo].map((date) => date && dayNumber(date));
  for (const [date, number] of [
    [validFrom, first],
    [validTo, last],
  ] as const) {
    if (date !== undefined && number === undefined) return `${date} is no day of the calendar`;
  }
  if (typeof first === 'number' && typeof last === 'number') {
    if (last < first) return 'never holds: it ends before it begins';
    const held = Array.from({ length: Math.min(7, last - first + 1) }, (_, i) => weekdayOf(first + i));
    const none = windows.every(({ days }) => days && !days.some((day) => held.includes(day)));
    if (none) return 'never holds: none of its days lies between validFrom and validTo';
  }
  if (windows.every(({ from, to }) => from === to)) return 'never holds: its windows have no length';
  return undefined;
}

/** Days off of several calendars. */
export function holidaysOf(calendars: readonly Calendar[]): Holidays {
  const days = calendars.flatMap(({ daysOff, swaps }) => [
    ...daysOff,
    ...swaps.map(({ off, confirmed }) => ({ date: off, confirmed })),
  ]);
  const numbers = (list: typeof days) => new Set(list.flatMap(({ date }) => dayNumber(date) ?? []));
  return { sure: numbers(days.filter(({ confirmed }) => confirmed)), possible: numbers(days) };
}

/** Days since 1 January 1970; undefined for a date that does not exist. */
export function dayNumber(date: string): number | undefined {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date ? undefined : ms / DAY_MS;
}

/** The day of the Vietnamese calendar at a moment. */
export function localDay(utcMs: number): number {
  return Math.floor((utcMs + OFFSET_MS) / DAY_MS);
}

function isDay(
  { holidays: on, validFrom, validTo }: Schedule,
  days: Schedule['windows'][number]['days'],
  day: number,
  holidays: Holidays,
): boolean {
  if (days && !days.includes(weekdayOf(day))) return false;
  if (validFrom !== undefined && day < (dayNumber(validFrom) ?? Infinity)) return false;
  if (validTo !== undefined && day > (dayNumber(validTo) ?? -Infinity)) return false;
  if (on === 'only') return holidays.sure.has(day);
  return on !== 'never' || !holidays.possible.has(day);
}

function weekdayOf(day: number): (typeof weekdays)[number] {
  return weekdays[(((day + EPOCH_WEEKDAY) % 7) + 7) % 7] ?? 'sun';
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return hours * 60 + rest;
}
