import { parseClock, type DateOrder } from './clock-text.ts';
import { mayBeMisread } from './misread.ts';

/** One picture of a burnt-in clock: everything that was read of it. */
export interface ClockLook {
  texts: readonly string[];
  /** What a clock that is right showed when the picture was taken, its fields as if they were UTC, ms. */
  rightMs: number;
  /** Bound of the error of that, ± ms. */
  errMs: number;
}

/** Why nothing is said of a burnt-in clock. */
export type NoClock = 'unreadable' | 'stopped' | 'contradictory';

/** The burnt-in clock minus the right time, and the bound of the error, ms; or why it is not known. */
export type ClockFinding = { offsetMs: number; errMs: number; assumed: boolean } | { why: NoClock };

/** Cameras draw a second late now and then, and frames are not exactly where their stamps say. */
const SLACK_MS = 250;
/** How many readings must agree, and which part of all that are a time. */
const ENOUGH = 5;
const MOST = 0.6;
/**
 * A digit that is taken for another leads minutes, hours or years away, but for those of the seconds, which change. What
 * leads this near to the right time is hardly chance, so fewer have to agree.
 */
export const LIKELY_MS = 60_000;
const SOME = 0.3;
/** Day and month exchanged lead at least four weeks away from each other. */
const SURE_ORDER_MS = 14 * 86_400_000;

interface Reading {
  look: number;
  shownMs: number;
  assumed: boolean;
  /** Shown minus right: the clock's offset lies from here to a second later, as the shown second had begun before. */
  fromMs: number;
}

/**
 * What several looks some seconds apart say together. Letters are misread now and then, so a time is believed only when
 * the clock advances from look to look as time does, and most of everything that was read agrees on it.
 */
export function clockOf(looks: readonly ClockLook[], order?: DateOrder): ClockFinding {
  const readings = looks.flatMap(({ texts, rightMs }, look) =>
    texts.flatMap((text): Reading[] => {
      const read = parseClock(text, rightMs, order);
      return read ? [{ look, ...read, fromMs: read.shownMs - rightMs }] : [];
    }),
  );
  const isEnough = (agreeing: readonly Reading[], share = MOST) =>
    agreeing.length >= ENOUGH &&
    agreeing.length > readings.length * share &&
    looks.every((_, look) => agreeing.some((one) => one.look === look));
  const groups = readings.map((first) => agreeingWith(first, readings));
  const isLikely = ({ fromMs }: Reading) => Math.abs(fromMs) < LIKELY_MS;
  const near = largest(groups.filter((group) => group.every(isLikely)));
  const isClear = near.length > (readings.filter(isLikely).length * 2) / 3;
  const any = largest(groups);
  const best = isClear && isEnough(near, SOME) ? near : isEnough(any) ? any : undefined;
  if (best && (best === near || !isDoubtful(best, readings, looks))) {
    const from = looks.map((_, look) => usual(best.filter((one) => one.look === look)));
    // Each look allows one second; the true offset lies in what they share.
    const [low, high] = [Math.max(...from), Math.min(...from) + 1000];
    const errMs = Math.abs(high - low) / 2 + Math.max(...looks.map((look) => look.errMs));
    return {
      offsetMs: Math.round((low + high) / 2),
      errMs: Math.ceil(errMs),
      assumed: best.some(({ assumed }) => assumed),
    };
  }
  const same = largest(readings.map((first) => readings.filter(({ shownMs }) => shownMs === first.shownMs)));
  if (isEnough(same)) return { why: 'stopped' };
  return { why: readings.length < ENOUGH ? 'unreadable' : 'contradictory' };
}

/** Readings whose clock would have the same offset as in `first`. */
function agreeingWith(first: Reading, readings: readonly Reading[]): Reading[] {
  return readings.filter(({ fromMs }) => fromMs >= first.fromMs && fromMs <= first.fromMs + 1000 + SLACK_MS);
}

/**
 * A time far from the right one, but one digit away from it, or from what others read in the same picture; or a day and
 * month that may be the other way round.
 */
function isDoubtful(
  believed: readonly Reading[],
  all: readonly Reading[],
  looks: readonly ClockLook[],
): boolean {
  return believed.some(({ look, shownMs, fromMs, assumed }) => {
    const rivals = all.filter((one) => one.look === look && Math.abs(one.shownMs - shownMs) >= LIKELY_MS);
    const others = [looks[look]?.rightMs ?? NaN, ...rivals.map((one) => one.shownMs)];
    return (
      (assumed && Math.abs(fromMs) > SURE_ORDER_MS) ||
      others.some((other) => mayBeMisread(shownMs, other, LIKELY_MS))
    );
  });
}

/** What most readings of one look say. */
function usual(readings: readonly Reading[]): number {
  return (
    largest(readings.map((first) => readings.filter(({ fromMs }) => fromMs === first.fromMs)))[0]?.fromMs ??
    NaN
  );
}

function largest(groups: readonly Reading[][]): Reading[] {
  return groups.reduce((best, group) => (group.length > best.length ? group : best), []);
}
