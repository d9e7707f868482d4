import type { GroundPoint } from '../track/track.ts';
import type { GroundMap, MetrePoint } from './ground.ts';
import { apply, type Homography } from './homography.ts';
import { studentT } from './student-t.ts';

/** Mean speed over a stretch with its 95 % interval, km/h. For reference: no measuring device says it. */
export interface Speed {
  kmh: number;
  low: number;
  high: number;
  /** The stretch, track seconds. */
  fromS: number;
  toS: number;
}

/** Why no speed is given. */
export interface NoSpeed {
  refused: 'too-few-looks' | 'too-short' | 'unknown-ground' | 'too-inexact';
}

/** The newest looks that are used, seconds, and how few are too few. */
export const SPEED_WINDOW_S = 2.5;
const MIN_LOOKS = 6;
const MIN_WAY_M = 5;
/** An interval wider than this part of the speed to either side is no answer. */
const MAX_HALF_WIDTH = 0.3;
/** How much the ground point trembles, in parts of the box, before its own scatter is known … */
const TREMBLE_X = 0.03;
const TREMBLE_Y = 0.03;
/** … and how many looks that assumption is worth. */
const PRIOR = 2;
/**
 * How far the ground point wanders over the whole stretch besides, in parts of the box: as the view turns, another edge
 * of the body becomes the lowest, and what stands before it covers its wheels.
 */
const DRIFT_X = 0.06;
const DRIFT_Y = 0.05;
/** Standard error of a frame's time, s. */
const TIME_ERROR_S = 0.004;
/** A look this many standard errors off is another's box, or half of one. */
const OUTLIER = 3.5;

interface Look {
  t: number;
  at: MetrePoint;
  /** Covariance of the place, m²: east, both, north. */
  cov: readonly [number, number, number];
}

/**
 * Speed by generalised least squares of a straight, even way through ground points in metres. The interval joins the
 * scatter of the looks (their picture errors taken to the ground, and the frames’ times) with what the geometry
 * leaves open (the ground points’ errors). Refused where it would mislead.
 */
export function referenceSpeed(points: readonly GroundPoint[], ground: GroundMap): Speed | NoSpeed {
  const toS = points.at(-1)?.t ?? 0;
  const used = points.filter((point) => point.t >= toS - SPEED_WINDOW_S && ground.covers(point.at));
  if (used.length < MIN_LOOKS)
    return { refused: points.length < MIN_LOOKS ? 'too-few-looks' : 'unknown-ground' };
  const kept = withoutOutliers(used, ground);
  const fit = fitLooks(looksOf(kept, ground));
  const [first, last] = [kept[0], kept.at(-1)];
  if (!fit || !first || !last || kept.length < MIN_LOOKS) return { refused: 'too-few-looks' };
  const metresPerS = Math.hypot(fit.ve, fit.vn);
  if (metresPerS * (last.t - first.t) < MIN_WAY_M) return { refused: 'too-short' };
  const geometry = ground.variants.reduce(
    (sum, variant) => sum + (plainSpeed(kept, variant) - plainSpeed(kept, undefined, ground)) ** 2,
    0,
  );
  const drift = driftOf(first, last, fit, ground) / (last.t - first.t);
  const half = Math.hypot(studentT(fit.freedom) * fit.error, 1.96 * Math.sqrt(geometry), 1.96 * drift);
  if (half > MAX_HALF_WIDTH * metresPerS) return { refused: 'too-inexact' };
  const kmh = (value: number) => Math.round(value * 36) / 10;
  return {
    ...{ kmh: kmh(metresPerS), low: kmh(metresPerS - half), high: kmh(metresPerS + half) },
    ...{ fromS: first.t, toS: last.t },
  };
}

/** Standard error of the way between two looks along the motion, m, by how the ground point wanders on the body. */
function driftOf(first: GroundPoint, last: GroundPoint, { ve, vn }: Fit, ground: GroundMap): number {
  const speed = Math.hypot(ve, vn) || 1;
  return Math.hypot(
    ...[first, last].flatMap(({ at, width, height }) => {
      const [a, b, c, d] = ground.scaleAt(at);
      const along = (x: number, y: number) => (x * ve + y * vn) / speed;
      return [along(a, c) * DRIFT_X * width, along(b, d) * DRIFT_Y * height];
    }),
  );
}

function withoutOutliers(points: readonly GroundPoint[], ground: GroundMap): GroundPoint[] {
  const looks = looksOf(points, ground);
  const fit = fitLooks(looks);
  if (!fit) return [...points];
  return points.filter((_, index) => {
    const look = looks[index];
    return look && mahalanobis(look, fit) < OUTLIER ** 2 * Math.max(1, fit.scale);
  });
}

function looksOf(points: readonly GroundPoint[], ground: GroundMap): Look[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  const [from, to] = [ground.toMetres(first.at), ground.toMetres(last.at)];
  const dt = Math.max(1e-6, last.t - first.t);
  const [ve, vn] = [(to[0] - from[0]) / dt, (to[1] - from[1]) / dt];
  return points.map((point) => {
    const [a, b, c, d] = ground.scaleAt(point.at);
    const [sx, sy] = [(TREMBLE_X * point.width) ** 2, (TREMBLE_Y * point.height) ** 2];
    const st = TIME_ERROR_S ** 2;
    return {
      t: point.t,
      at: ground.toMetres(point.at),
      cov: [
        a * a * sx + b * b * sy + ve * ve * st,
        a * c * sx + b * d * sy + ve * vn * st,
        c * c * sx + d * d * sy + vn * vn * st,
      ],
    };
  });
}

interface Fit {
  e: number;
  n: number;
  ve: number;
  vn: number;
  middleS: number;
  /** Standard error of the speed, m/s, the scatter included. */
  error: number;
  /** Scatter found against the one assumed (variance). */
  scale: number;
  freedom: number;
}

/** Generalised least squares of `place = middle + velocity · (t − middleS)`. */
function fitLooks(looks: readonly Look[]): Fit | undefined {
  const middleS = looks.reduce((sum, { t }) => sum + t, 0) / looks.length;
  // Normal equations of four unknowns: e, n, ve, vn.
  const matrix = Array.from({ length: 4 }, () => [0, 0, 0, 0, 0]);
  const add = (row: number, column: number, value: number) => {
    const line = matrix[row];
    if (line) line[column] = (line[column] ?? 0) + value;
  };
  for (const { t, at, cov } of looks) {
    const w = weightOf(cov);
    const s = t - middleS;
    const pull = [w[0] * at[0] + w[1] * at[1], w[1] * at[0] + w[2] * at[1]] as const;
    for (const [i, fi] of [1, s].entries()) {
      for (const [j, fj] of [1, s].entries()) {
        add(2 * i, 2 * j, fi * fj * w[0]);
        add(2 * i, 2 * j + 1, fi * fj * w[1]);
        add(2 * i + 1, 2 * j, fi * fj * w[1]);
        add(2 * i + 1, 2 * j + 1, fi * fj * w[2]);
      }
      add(2 * i, 4, fi * pull[0]);
      add(2 * i + 1, 4, fi * pull[1]);
    }
  }
  const solved = solve(matrix);
  if (!solved) return undefined;
  const [e = 0, n = 0, ve = 0, vn = 0] = solved.x;
  const fit = { e, n, ve, vn, middleS };
  const scatter = looks.reduce((sum, look) => sum + mahalanobis(look, fit), 0);
  const freedom = 2 * looks.length - 4 + PRIOR;
  const scale = (scatter + PRIOR) / freedom;
  const speed = Math.hypot(ve, vn) || 1;
  const [ue, un] = [ve / speed, vn / speed];
  const c = (row: number, column: number) => solved.inverse[row]?.[column] ?? 0;
  const variance = ue * ue * c(2, 2) + 2 * ue * un * c(2, 3) + un * un * c(3, 3);
  return { ...fit, error: Math.sqrt(variance * scale), scale, freedom };
}

function mahalanobis(
  { t, at, cov }: Look,
  { e, n, ve, vn, middleS }: Pick<Fit, 'e' | 'n' | 've' | 'vn' | 'middleS'>,
): number {
  const [de, dn] = [at[0] - e - ve * (t - middleS), at[1] - n - vn * (t - middleS)];
  const w = weightOf(cov);
  return w[0] * de * de + 2 * w[1] * de * dn + w[2] * dn * dn;
}

function weightOf([a, b, c]: Look['cov']): readonly [number, number, number] {
  const det = a * c - b * b || 1e-12;
  return [c / det, -b / det, a / det];
}

/** Slope of an even way by plain least squares, m/s: how much another map would change the speed. */
function plainSpeed(points: readonly GroundPoint[], map: Homography | undefined, ground?: GroundMap): number {
  const places = points.map(({ at, t }) => ({
    t,
    at: map ? apply(map, at) : (ground?.toMetres(at) ?? [0, 0]),
  }));
  const mean = places.reduce((sum, { t }) => sum + t, 0) / places.length;
  let [te, tn, tt] = [0, 0, 0];
  for (const { t, at } of places) {
    te += (t - mean) * at[0];
    tn += (t - mean) * at[1];
    tt += (t - mean) ** 2;
  }
  return Math.hypot(te, tn) / (tt || 1);
}

/** Gauss–Jordan with pivoting of four equations `[a b c d | y]`; the inverse is the unknowns’ covariance. */
function solve(rows: readonly (readonly number[])[]): { x: number[]; inverse: number[][] } | undefined {
  const size = rows.length;
  const m = rows.map((row, i) => [...row, ...rows.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < size; column += 1) {
    const order = m.map((row, i) => (i >= column ? Math.abs(row[column] ?? 0) : -1));
    const pivot = order.indexOf(Math.max(...order));
    const [a, b] = [m[column], m[pivot]];
    if (!a || !b || Math.abs(b[column] ?? 0) < 1e-12) return undefined;
    [m[column], m[pivot]] = [b, a];
    const scale = b[column] ?? 1;
    m[column] = b.map((value) => value / scale);
    m.forEach((row, i) => {
      const by = row[column] ?? 0;
      if (i !== column) m[i] = row.map((value, j) => value - by * (m[column]?.[j] ?? 0));
    });
  }
  return { x: m.map((row) => row[size] ?? 0), inverse: m.map((row) => row.slice(size + 1)) };
}
