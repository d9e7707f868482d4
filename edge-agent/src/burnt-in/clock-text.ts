/** In which order a camera writes day, month and year. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy';

/** What a burnt-in clock shows. */
export interface ClockReading {
  /** Its fields as if they were UTC, ms: a clock on the wall knows no time zone. */
  shownMs: number;
  /** Day and month could be exchanged as well; the order nearer to the expected time was taken. */
  assumed: boolean;
}

/** What readers of letters take digits for, and the other way round. */
const LIKE_DIGITS: Record<string, string> = {
  ...{ O: '0', o: '0', Q: '0', D: '0', l: '1', I: '1', '|': '1', '!': '1' },
  ...{ Z: '2', z: '2', S: '5', s: '5', B: '8', g: '9' },
};
const D = '[0-9OoQDlI|!ZzSsBg]';
/** Between the parts of a date: any sign or two, or a gap. */
const GAP = '[^0-9A-Za-z|!]{1,3}';
const YEAR_FIRST = new RegExp(`(?<![0-9])(${D}{4})${GAP}(${D}{1,2})${GAP}(${D}{1,2})`, 'g');
const YEAR_LAST = new RegExp(`(?<![0-9])(${D}{1,2})${GAP}(${D}{1,2})${GAP}(${D}{4})`, 'g');
const COLON = '\\s?[:;.,\'"°*·-]\\s?';
const END = '(?!\\s?[:;.,]?\\s?[0-9])(?=([^\\n]*))';
/** Thin colons get lost: digits stand apart then, or together. */
const TIME = [
  `(?<![0-9])(${D}{1,2})${COLON}(${D}{2})(?:${COLON}|\\s)(${D}{2})${END}`,
  `(?<![0-9])(${D}{1,2})\\s(${D}{2})${COLON}(${D}{2})${END}`,
  `(?<![^\\s])([0-9]{2})\\s([0-9]{2})\\s([0-9]{2})${END}`,
  `(?<![^\\s])([0-9]{2})([0-9]{2})([0-9]{2})${END}`,
].map((form) => new RegExp(form, 'g'));
/** AM and PM, as Windows and some cameras write them in Vietnamese: SA (sáng), CH (chiều). */
const HALF_DAY = /^\s{0,2}[^\s0-9A-Z]?[IJL]?(?:([AP])\.?\s?[MNH]|(SA|CH))(?![A-Za-z])/i;
const LETTERS = /^\s{0,2}[A-Za-z]/;
/** A camera that lost its battery shows the beginning of its time. */
const YEARS = { from: 1970, to: 2099 };

/**
 * Finds date and time in what a reader of letters made of a camera's clock; weekdays and other words are passed over.
 * @param expectedMs what a clock that is right would show now, fields as if they were UTC: chooses between day/month and
 * month/day where both are possible
 * @param order how this camera writes dates, when that is known
 * @returns undefined when there is no date and time, or more than one time
 */
export function parseClock(text: string, expectedMs: number, order?: DateOrder): ClockReading | undefined {
  const found = datesIn(text).flatMap(({ parts, rest }) => {
    const times = timesIn(rest);
    const [time] = times;
    if (time === undefined || times.some((other) => other !== time)) return [];
    return orders(parts, order).flatMap((date) => {
      const dayMs = dayOf(date);
      return dayMs === undefined ? [] : [dayMs + time];
    });
  });
  const different = [...new Set(found)];
  const [nearest] = different.sort((a, b) => Math.abs(a - expectedMs) - Math.abs(b - expectedMs));
  return nearest === undefined ? undefined : { shownMs: nearest, assumed: different.length > 1 };
}

/** Three numbers that may be a date, and the text around them. */
function datesIn(text: string): { parts: string[]; rest: string }[] {
  return [YEAR_FIRST, YEAR_LAST].flatMap((form) =>
    [...text.matchAll(form)].map((match) => ({
      parts: match.slice(1).map(digits),
      rest: `${text.slice(0, match.index)}\n${text.slice(match.index + match[0].length)}`,
    })),
  );
}

function orders(parts: readonly string[], only?: DateOrder): [year: number, month: number, day: number][] {
  const [a = 0, b = 0, c = 0] = parts.map(Number);
  const all: [DateOrder, [number, number, number]][] =
    parts[0]?.length === 4
      ? [['ymd', [a, b, c]]]
      : [
          ['dmy', [c, b, a]],
          ['mdy', [c, a, b]],
        ];
  return all.flatMap(([name, date]) => (only === undefined || only === name ? [date] : []));
}

/** Midnight of a day, ms; undefined when the calendar has no such day. */
function dayOf([year, month, day]: readonly [number, number, number]): number | undefined {
  if (year < YEARS.from || year > YEARS.to) return undefined;
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.getTime() : undefined;
}

/** Every time of day that can be read, ms since midnight. */
function timesIn(text: string): number[] {
  return TIME.flatMap((form) =>
    [...text.matchAll(form)].flatMap(([, h = '', m = '', s = '', after = '']) => {
      const [hour = 99, minute = 99, second = 99] = [h, m, s].map((part) => Number(digits(part)));
      if (hour > 23 || minute > 59 || second > 59) return [];
      const hours = hourOfDay(hour, after);
      return hours === undefined ? [] : [((hours * 60 + minute) * 60 + second) * 1000];
    }),
  );
}

/** @returns undefined where half of the day is named, but not which */
function hourOfDay(hour: number, after: string): number | undefined {
  const half = HALF_DAY.exec(after);
  if (half === null) return hour >= 1 && hour <= 12 && LETTERS.test(after) ? undefined : hour;
  if (hour < 1 || hour > 12) return undefined;
  const isAfternoon = /^(p|ch)$/i.test(half[1] ?? half[2] ?? '');
  return (hour % 12) + (isAfternoon ? 12 : 0);
}

function digits(text: string): string {
  return text.replace(/./g, (sign) => LIKE_DIGITS[sign] ?? sign);
}
