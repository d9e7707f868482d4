import type { NormPoint } from './geometry.ts';
import { smallestEigenvector } from './smallest-eigenvector.ts';

/** A projective map of the plane, row by row. */
export type Homography = readonly number[];
/** A point and where the map should take it. */
export type Pair = readonly [from: NormPoint, to: NormPoint];

/**
 * The projective map that fits at least four pairs best: normalised direct linear transform (Hartley and Zisserman,
 * Multiple View Geometry, algorithm 4.2). `spread` tells how well the pairs determine it: the second smallest
 * eigenvalue against the largest, near 0 when points lie on one line. The map is scaled so that the pairs have w > 0
 * where they can.
 */
export function fitHomography(pairs: readonly Pair[]): { map: Homography; spread: number } {
  const [a, b] = [normalise(pairs.map(([from]) => from)), normalise(pairs.map(([, to]) => to))];
  const rows = pairs.flatMap((_, index) => {
    const [x, y] = a.points[index] ?? [0, 0];
    const [u, v] = b.points[index] ?? [0, 0];
    return [
      [0, 0, 0, -x, -y, -1, v * x, v * y, v],
      [x, y, 1, 0, 0, 0, -u * x, -u * y, -u],
    ];
  });
  const square = Array.from({ length: 9 }, (_, i) =>
    Array.from({ length: 9 }, (__, j) => rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0)),
  );
  const { values, vector } = smallestEigenvector(square);
  const map = multiply(multiply(inverse(b.transform), vector), a.transform);
  const scale = pairs.reduce((sum, [from]) => sum + Math.sign(depth(map, from)), 0) < 0 ? -1 : 1;
  const size = Math.hypot(...map) * scale || 1;
  return { map: map.map((value) => value / size), spread: (values[1] ?? 0) / (values[8] ?? 1) };
}

/** Where the map takes a point; not finite on the horizon. */
export function apply(map: Homography, [x, y]: NormPoint): NormPoint {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = map;
  const w = depth(map, [x, y]);
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

/** Positive on the near side of the horizon, 0 on it. */
export function depth(map: Homography, [x, y]: NormPoint): number {
  return (map[6] ?? 0) * x + (map[7] ?? 0) * y + (map[8] ?? 0);
}

/** What a small step in each direction becomes: `[du/dx, du/dy, dv/dx, dv/dy]`. */
export function jacobian(map: Homography, point: NormPoint): readonly [number, number, number, number] {
  const [a = 0, b = 0, , d = 0, e = 0, , g = 0, h = 0] = map;
  const w = depth(map, point);
  const [u, v] = apply(map, point);
  return [(a - u * g) / w, (b - u * h) / w, (d - v * g) / w, (e - v * h) / w];
}

/** The map back (up to scale). */
export function inverse(map: Homography): Homography {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = map;
  return [
    ...[e * i - f * h, c * h - b * i, b * f - c * e],
    ...[f * g - d * i, a * i - c * g, c * d - a * f],
    ...[d * h - e * g, b * g - a * h, a * e - b * d],
  ];
}

function multiply(left: Homography, right: Homography): number[] {
  return Array.from({ length: 9 }, (_, index) => {
    const [row, column] = [Math.floor(index / 3), index % 3];
    return [0, 1, 2].reduce((sum, k) => sum + (left[row * 3 + k] ?? 0) * (right[k * 3 + column] ?? 0), 0);
  });
}

/** Moves the points' middle to 0 and their mean distance from it to √2. */
function normalise(points: readonly NormPoint[]): { points: NormPoint[]; transform: Homography } {
  const [mx, my] = [0, 1].map((axis) => points.reduce((sum, p) => sum + (p[axis] ?? 0), 0) / points.length);
  const [cx, cy] = [mx ?? 0, my ?? 0];
  const mean = points.reduce((sum, [x, y]) => sum + Math.hypot(x - cx, y - cy), 0) / points.length;
  const s = Math.SQRT2 / (mean || 1);
  return {
    points: points.map(([x, y]) => [(x - cx) * s, (y - cy) * s]),
    transform: [s, 0, -s * cx, 0, s, -s * cy, 0, 0, 1],
  };
}
