import { dot, inside, type NormPoint } from './geometry.ts';
import { apply, depth, fitHomography, inverse, jacobian, type Homography, type Pair } from './homography.ts';

/** A place on the road, metres: east and north, or any other right-handed pair of axes seen from above. */
export type MetrePoint = readonly [east: number, north: number];

/** From the picture to the road, in metres, and how far that can be trusted. */
export interface GroundMap {
  toMetres(point: NormPoint): MetrePoint;
  /** What a small step in the picture is in metres there: `[de/dx, de/dy, dn/dx, dn/dy]`. */
  scaleAt(point: NormPoint): readonly [number, number, number, number];
  /** Between the points that were measured, or hardly beyond them: good enough to measure with. */
  covers(point: NormPoint): boolean;
  /** Known to within half a metre, whether or not between the points: good enough to judge ways by. */
  reaches(point: NormPoint): boolean;
  /** The same map with one coordinate of one point moved by its standard error: what the geometry leaves open. */
  readonly variants: readonly Homography[];
}

/** Why ground points make no map, and which one is to blame (an index) when it can be told. */
export interface GroundProblem {
  message: string;
  index?: number;
}

/** Standard deviation of a careful click, in picture widths: two pixels of 1280. */
const CLICK_ERROR = 0.0015;
/** A picture is wider than high: the same click is a larger part of its height. */
const ASPECT = 16 / 9;
/** How many residuals the stated click error is worth against those that were found. */
const PRIOR = 8;
/** A point further than this from where the others put it (picture widths) was clicked or measured wrongly. */
const MAX_RESIDUAL = 0.015;
/** Below, the points lie nearly on one line (or three of four do). */
const MIN_SPREAD = 3e-5;
/** Metres of standard error up to which ways are judged in metres, and how finely that is looked up. */
const MAX_ERROR_M = 0.5;
const CELLS = 60;
/** Beyond the points’ hull by this part of its size the map is a guess. */
const HULL_ROOM = 0.12;

/**
 * Least squares map from the picture to the ground through at least four points `[x, y, metresEast, metresNorth]`.
 * Gives the problem instead when the points cannot be right: on one line, on both sides of the horizon, mirrored,
 * or contradicting each other.
 */
export function fitGround(
  points: readonly (readonly number[])[],
  clickError = CLICK_ERROR,
): GroundMap | GroundProblem {
  const pairs = points.map(([x = 0, y = 0, e = 0, n = 0]): Pair => [
    [x, y],
    [e, n],
  ]);
  if (pairs.length < 4 || pairs.flat(2).some((value) => !Number.isFinite(value)))
    return { message: 'needs four points with four numbers each' };
  const { map, spread } = fitHomography(pairs);
  if (!(spread > MIN_SPREAD)) return { message: 'the points lie too nearly on one line to measure with' };
  const behind = pairs.findIndex(([at]) => depth(map, at) <= 0);
  if (behind >= 0) return { message: 'lies beyond the horizon of the other points', index: behind };
  if (pairs.some(([at]) => determinant(jacobian(map, at)) >= 0))
    return { message: 'the ground is mirrored: east and north (or two points) are swapped' };
  const residuals = residualsOf(map, pairs);
  const worst = residuals.reduce((best, value, i) => (value > (residuals[best] ?? 0) ? i : best), 0);
  if ((residuals[worst] ?? 0) > MAX_RESIDUAL)
    return { message: 'does not fit the other points: clicked or measured wrongly?', index: worst };
  const squares = residuals.reduce((sum, value) => sum + value ** 2, 0);
  const error = Math.sqrt((PRIOR * clickError ** 2 + squares) / (PRIOR + 2 * pairs.length - 8));
  const variants = moved(pairs, error).map((others) => fitHomography(others).map);
  const hull = grown(hullOf(pairs.map(([at]) => at)));
  return {
    toMetres: (point) => apply(map, point),
    scaleAt: (point) => jacobian(map, point),
    covers: (point) => inside(hull, point),
    reaches: reach(map, variants),
    variants,
  };
}

/** Where the map is exact enough, by cells of the picture that are looked at once. */
function reach(map: Homography, variants: readonly Homography[]): (point: NormPoint) => boolean {
  const known = new Map<number, boolean>();
  return ([x, y]) => {
    if (!(x >= -0.5 && x <= 1.5 && y >= -0.5 && y <= 1.5)) return false;
    const [column, row] = [Math.round(x * CELLS), Math.round(y * CELLS)];
    const cell = row * 1000 + column;
    let good = known.get(cell);
    if (good === undefined) {
      const place: NormPoint = [column / CELLS, row / CELLS];
      good = depth(map, place) > 0 && errorAt(map, variants, place) <= MAX_ERROR_M;
      known.set(cell, good);
    }
    return good;
  };
}

/** Standard error of a place, metres. */
function errorAt(map: Homography, variants: readonly Homography[], place: NormPoint): number {
  const [e, n] = apply(map, place);
  const squares = variants.reduce((sum, variant) => {
    const [ve, vn] = depth(variant, place) > 0 ? apply(variant, place) : [Infinity, Infinity];
    return sum + (ve - e) ** 2 + (vn - n) ** 2;
  }, 0);
  return Math.sqrt(squares);
}

/** Is this a map and no problem? */
export function isGround(fitted: GroundMap | GroundProblem): fitted is GroundMap {
  return 'toMetres' in fitted;
}

/** Distances between the points and where their metres say they should be, in picture widths. */
function residualsOf(map: Homography, pairs: readonly Pair[]): number[] {
  const back = inverse(map);
  return pairs.map(([[x, y], metres]) => {
    const [u, v] = apply(back, metres);
    return Math.hypot(u - x, (v - y) / ASPECT);
  });
}

function moved(pairs: readonly Pair[], error: number): Pair[][] {
  return pairs.flatMap((_, index) =>
    (
      [
        [error, 0],
        [0, error * ASPECT],
      ] as const
    ).map(([dx, dy]) =>
      pairs.map(([[x, y], to], i): Pair => (i === index ? [[x + dx, y + dy], to] : [[x, y], to])),
    ),
  );
}

function determinant([a, b, c, d]: readonly [number, number, number, number]): number {
  return a * d - b * c;
}

/** Convex hull by Andrew’s monotone chain. */
function hullOf(points: readonly NormPoint[]): NormPoint[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list: readonly NormPoint[]) => {
    const chain: NormPoint[] = [];
    for (const point of list) {
      for (;;) {
        const [a, b] = [chain.at(-2), chain.at(-1)];
        if (!a || !b || dot([b[0] - a[0], b[1] - a[1]], [a[1] - point[1], point[0] - a[0]]) > 0) break;
        chain.pop();
      }
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function grown(hull: readonly NormPoint[]): NormPoint[] {
  const [cx, cy] = [0, 1].map((axis) => hull.reduce((sum, p) => sum + (p[axis] ?? 0), 0) / hull.length);
  const away = (value: number, middle = 0) => middle + (value - middle) * (1 + HULL_ROOM);
  return hull.map(([x, y]) => [away(x, cx), away(y, cy)]);
}
