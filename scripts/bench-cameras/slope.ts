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

const MINUTE_MS = 60_000;

/**
 * The same by Theil and Sen: the median of all slopes between two samples, which a step or a peak does not turn. The error
 * is that of least squares.
 *
 * @param samples no slope (NaN) of less than three
 */
export function medianSlopeOf(samples: readonly { atMs: number; y: number }[]): Slope {
  // Through two points goes a line without an error: it would be believed.
  if (samples.length < 3) return { perHour: NaN, error: NaN };
  const slopes = samples.flatMap((from, index) =>
    samples.slice(index + 1).map((to) => ((to.y - from.y) * 3_600_000) / (to.atMs - from.atMs)),
  );
  return { perHour: median(slopes), error: slopeOf(samples).error };
}

/** The same over the medians of each minute: memory comes and goes with each collection. */
export function steadySlopeOf(samples: readonly { atMs: number; y: number }[]): Slope {
  const byMinute = groupBy(samples, ({ atMs }) => `${Math.floor(atMs / MINUTE_MS)}`);
  const points = [...byMinute].map(([minute, all]) => ({
    ...{ atMs: Number(minute) * MINUTE_MS, y: median(all.map(({ y }) => y)) },
  }));
  return medianSlopeOf(points);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
