import type { ObjectClass } from '@vamco/contracts';
import type { NormPoint } from '../scene/geometry.ts';
import type { GroundMap } from '../scene/ground.ts';
import type { Scene } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';

/** Usual lengths and widths of road users, metres. */
export const SIZE_M: Record<ObjectClass, readonly [length: number, width: number]> = {
  car: [4.5, 1.8],
  truck: [7, 2.3],
  bus: [10, 2.5],
  motorbike: [1.9, 0.7],
  bicycle: [1.7, 0.6],
  person: [0.4, 0.5],
};
/** Half of it lies beyond the lower edge, less what boxes reach below the body and what most are shorter than these. */
const HALF = 0.3;
/** Looks back over which a heading is taken, and the least way that has one. */
const LOOKS_BACK = 4;
const LEAST_WAY_M = 0.5;

/**
 * Where the middle of a vehicle stands, in the picture. The ground point is where its box ends below: its rear, its
 * front or its near side. The middle lies half of the vehicle further away, its size along the line of sight taken
 * from its class and heading. Without known ground it is the ground point itself.
 */
export function middleOf(track: Track, index: number, { ground }: Scene): NormPoint {
  const point = track.trajectory[index];
  if (!point) return [NaN, NaN];
  if (!ground?.reaches(point.at)) return point.at;
  const [, b, , d] = ground.scaleAt(point.at);
  const metresPerY = Math.hypot(b, d);
  const heading = headingAt(track.trajectory, index, ground);
  const [length, width] = SIZE_M[track.class];
  // Which part of the length lies along the line of sight; all directions alike for who stands.
  const along = heading ? Math.abs((heading[0] * b + heading[1] * d) / metresPerY) : 0.5;
  const across = heading ? Math.sqrt(Math.max(0, 1 - along ** 2)) : 0.5;
  return [point.at[0], point.at[1] - (HALF * (along * length + across * width)) / metresPerY];
}

/**
 * The looks at a vehicle since `sinceS`, each with its middle for its place: as the view of it turns, the lower edge of its
 * box wanders along the body, which looks like more or less speed.
 */
export function middlesOf(track: Track, scene: Scene, sinceS: number): GroundPoint[] {
  return track.trajectory.flatMap((point, index) =>
    point.t < sinceS ? [] : [{ ...point, at: middleOf(track, index, scene) }],
  );
}

/** Unit vector of the way to this look, metres; undefined for who stands. */
function headingAt(path: readonly GroundPoint[], index: number, ground: GroundMap): NormPoint | undefined {
  const [from, to] = [path[Math.max(0, index - LOOKS_BACK)], path[index]];
  if (!from || !to) return undefined;
  const [a, b] = [ground.toMetres(from.at), ground.toMetres(to.at)];
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  return length < LEAST_WAY_M ? undefined : [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
}
