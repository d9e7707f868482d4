import type { NormPoint } from '../scene/geometry.ts';
import type { GroundPoint } from '../track/track.ts';

/** A shorter way, in heights of the vehicle, is the trembling of its box. */
const LEAST_WAY = 0.4;

/** Where a vehicle goes in the picture, as a unit vector in pixels; undefined before it has moved. */
export function headingOf(
  trajectory: readonly GroundPoint[],
  { width, height }: { width: number; height: number },
): NormPoint | undefined {
  const last = trajectory.at(-1);
  if (!last) return undefined;
  for (let index = trajectory.length - 2; index >= 0; index -= 1) {
    const point = trajectory[index];
    if (!point) break;
    const way: NormPoint = [(last.at[0] - point.at[0]) * width, (last.at[1] - point.at[1]) * height];
    const length = Math.hypot(...way);
    if (length >= LEAST_WAY * last.height * height) return [way[0] / length, way[1] / length];
  }
  return undefined;
}
