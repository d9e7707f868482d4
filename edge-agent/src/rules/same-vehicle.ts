import type { GroundPoint, Track } from '../track/track.ts';

/** Looks at the same moment, as far as frames allow: a vehicle with two boxes is often seen by either in turn. */
const SAME_MOMENT_S = 0.3;
const LEAST_LOOKS = 3;
/** Two boxes on one body lie this near each other, in parts of the box; two vehicles side by side do not. */
const NEAR_WIDTHS = 0.4;
const NEAR_HEIGHTS = 0.3;

/** Are these two tracks of one vehicle, which a detector saw twice? They must go together while both are there. */
export function isSameVehicle(a: Track, b: Track): boolean {
  const pairs = a.trajectory.flatMap((point) => {
    const other = nearestInTime(b.trajectory, point.t);
    return other && Math.abs(other.t - point.t) <= SAME_MOMENT_S ? [[point, other] as const] : [];
  });
  const near = pairs.filter(([point, other]) => isNear(point, other));
  return near.length >= LEAST_LOOKS && near.length >= 0.7 * pairs.length;
}

function isNear(a: GroundPoint, b: GroundPoint): boolean {
  return (
    Math.abs(a.at[0] - b.at[0]) <= NEAR_WIDTHS * Math.max(a.width, b.width) &&
    Math.abs(a.at[1] - b.at[1]) <= NEAR_HEIGHTS * Math.max(a.height, b.height)
  );
}

function nearestInTime(path: readonly GroundPoint[], t: number): GroundPoint | undefined {
  return path.reduce<GroundPoint | undefined>(
    (best, point) => (best && Math.abs(best.t - t) <= Math.abs(point.t - t) ? best : point),
    undefined,
  );
}
