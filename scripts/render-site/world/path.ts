/** A place on the ground, metres: `x` to the east, `s` to the north. */
export type Ground = readonly [x: number, s: number];

/** Where something stands and looks; heading in radians, 0 is north, clockwise. */
export interface Pose {
  x: number;
  s: number;
  heading: number;
}

/** A way over the ground that is measured along itself, metres. */
export class Path {
  readonly length: number;
  readonly #points: readonly Ground[];
  readonly #along: number[] = [];

  /** @param points at least two, no two neighbours alike */
  constructor(points: readonly Ground[]) {
    this.#points = points;
    let sum = 0;
    points.forEach(([x, s], index) => {
      const [px, ps] = points[index - 1] ?? [x, s];
      sum += Math.hypot(x - px, s - ps);
      this.#along.push(sum);
    });
    if (points.length < 2 || sum === 0) throw new RangeError('a path needs two places');
    this.length = sum;
  }

  /**
   * The pose after `along` metres, moved `lateral` metres to the right of the path. Beyond its ends the path goes
   * straight on.
   */
  at(along: number, lateral = 0): Pose {
    let low = 0;
    let high = this.#along.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#along[middle] ?? 0) <= along) low = middle;
      else high = middle - 1;
    }
    const [[ax, as], [bx, bs]] = [this.#points[low] ?? [0, 0], this.#points[low + 1] ?? [0, 1]];
    const length = Math.hypot(bx - ax, bs - as);
    const [dx, ds] = [(bx - ax) / length, (bs - as) / length];
    const rest = along - (this.#along[low] ?? 0);
    return {
      x: ax + dx * rest + ds * lateral,
      s: as + ds * rest - dx * lateral,
      heading: Math.atan2(dx, ds),
    };
  }
}

/** A cubic curve from `a` (leaving towards `ta`) to `b` (arriving along `tb`), without its first place. */
export function curve(a: Ground, ta: Ground, b: Ground, tb: Ground, steps = 24): Ground[] {
  const reach = Math.hypot(b[0] - a[0], b[1] - a[1]) * 0.5;
  const [p, q] = [
    [a[0] + ta[0] * reach, a[1] + ta[1] * reach],
    [b[0] - tb[0] * reach, b[1] - tb[1] * reach],
  ] as const;
  return Array.from({ length: steps }, (_, index) => {
    const t = (index + 1) / steps;
    const u = 1 - t;
    const mix = (i: 0 | 1) => u ** 3 * a[i] + 3 * u * u * t * p[i] + 3 * u * t * t * q[i] + t ** 3 * b[i];
    return [mix(0), mix(1)] as const;
  });
}

/** Is a place inside a polygon (even-odd rule)? */
export function isInside(polygon: readonly Ground[], [x, s]: Ground): boolean {
  let inside = false;
  polygon.forEach(([ax, as], index) => {
    const [bx, bs] = polygon.at(index - 1) ?? [0, 0];
    if (as > s !== bs > s && x < ((bx - ax) * (s - as)) / (bs - as) + ax) inside = !inside;
  });
  return inside;
}

/** The smallest turn from one heading to another, radians, −π to π. */
export function turn(from: number, to: number): number {
  const angle = (to - from) % (2 * Math.PI);
  return angle > Math.PI ? angle - 2 * Math.PI : angle < -Math.PI ? angle + 2 * Math.PI : angle;
}
