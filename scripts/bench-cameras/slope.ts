import { groupBy, median } from '../bench/figures.ts';

export interface Slope {
  /** Units of y an hour. */
  perHour: number;
  /** One standard error of it. */
  error: number;
}

/**
 * Straight line through samples by least squares. The standard error takes into account that neighbouring residuals
 * resemble each other (first-order autocorrelation, as Bartlett 1946): memory wanders, it does not jump.
 *
 * @param samples at least three, `atMs` in any zero
 */
export function slopeOf(samples: readonly { atMs: number; y: number }[]): Slope {
  const n = samples.length;
  const hours = samples.map(({ atMs }) => atMs / 3_600_000);
  const ys = samples.map(({ y }) => y);
  const [meanX, meanY] = [mean(hours), mean(ys)];
  const spread = sum(hours.map((x) => (x - meanX) ** 2));
  const perHour = sum(hours.map((x, i) => (x - meanX) * ((ys[i] ?? 0) - meanY))) / spread;
  const rest = hours.map((x, i) => (ys[i] ?? 0) - meanY - perHour * (x - meanX));
  const squares = sum(rest.map((r) => r * r));
  const alike = squares === 0 ? 0 : sum(rest.slice(1).map((r, i) => r * (rest[i] ?? 0))) / squares;
  const wander = Math.sqrt((1 + Math.max(0, alike)) / Math.max(0.01, 1 - Math.max(0, alike)));
  return { perHour, error: Math.sqrt(squares / Math.max(1, n - 2) / spread) * wander };
}

/** Samples of one such time are one: memory comes and goes with each collection. */
const [MINUTE_MS, TWO_MINUTES_MS] = [60_000, 120_000];

/**
 * The same by Theil and Sen, over the medians of each minute: the median of all slopes between two of them, which a step or
 * a peak does not turn. The error is that of least squares over the same minutes.
 *
 * @param samples no slope (NaN) without three minutes of them
 */
export function steadySlopeOf(samples: readonly { atMs: number; y: number }[]): Slope {
  return theilSenOf(samples, MINUTE_MS, median);
}

/**
 * The same over the least of every two minutes: of what comes on top and goes again, and never takes away, the floor is freest.
 *
 * @param samples no slope (NaN) without three times two minutes of them
 */
export function floorSlopeOf(samples: readonly { atMs: number; y: number }[]): Slope {
  return theilSenOf(samples, TWO_MINUTES_MS, (ys) => Math.min(...ys));
}

function theilSenOf(
  samples: readonly { atMs: number; y: number }[],
  withinMs: number,
  one: (ys: number[]) => number,
): Slope {
  const byTime = groupBy(samples, ({ atMs }) => `${Math.floor(atMs / withinMs)}`);
  const points = [...byTime].map(([time, all]) => ({
    ...{ atMs: Number(time) * withinMs, y: one(all.map(({ y }) => y)) },
  }));
  // Through two points goes a line without an error: it would be believed.
  if (points.length < 3) return { perHour: NaN, error: NaN };
  const slopes = points.flatMap((from, index) =>
    points.slice(index + 1).map((to) => ((to.y - from.y) * 3_600_000) / (to.atMs - from.atMs)),
  );
  return { perHour: median(slopes), error: slopeOf(points).error };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
