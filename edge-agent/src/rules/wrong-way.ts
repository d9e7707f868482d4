import { dot, inside, type NormPoint } from '../scene/geometry.ts';
import type { SceneZone } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import type { RuleHit } from './rule-hit.ts';

/** Way against the lane, in heights of the vehicle, before anyone calls it wrong way. */
const MIN_WAY_HEIGHTS = 1;
/** … and for this long: a tracker's one-frame mistake is shorter. */
const MIN_SECONDS = 0.8;
/** … and straight against it: −1 is exactly opposite, 0 is across. */
const MAX_COSINE = -0.6;

/**
 * A vehicle that travels against the direction of a lane, inside it (acts of Decree 168/2024, see the
 * regulation tables). Only the last unbroken stay in the lane counts; people on foot never do.
 */
export function wrongWay(track: Track, zone: SceneZone): RuleHit | undefined {
  if (zone.kind !== 'lane' || zone.direction === undefined || track.class === 'person') return undefined;
  const stay = lastStay(track.trajectory, zone.polygon);
  const last = stay.at(-1);
  if (last === undefined) return undefined;
  // The farthest point "ahead" in the lane's sense is where going back began.
  const ahead = (point: GroundPoint) => dot(point.at, zone.direction ?? [0, 0]);
  const turn = stay.reduce((best, point) => (ahead(point) > ahead(best) ? point : best), last);
  const way: NormPoint = [last.at[0] - turn.at[0], last.at[1] - turn.at[1]];
  const length = Math.hypot(...way);
  if (length === 0 || dot(way, zone.direction) / length > MAX_COSINE) return undefined;
  if (length < MIN_WAY_HEIGHTS * last.height || last.t - turn.t < MIN_SECONDS) return undefined;
  return { rule: 'wrong-way', version: 1, track, zone: zone.id, beganS: turn.t, atS: last.t };
}

/** The newest run of points inside the polygon. */
export function lastStay(trajectory: readonly GroundPoint[], polygon: readonly NormPoint[]): GroundPoint[] {
  let start = trajectory.length;
  while (start > 0) {
    const point = trajectory[start - 1];
    if (point === undefined || !inside(polygon, point.at)) break;
    start -= 1;
  }
  return trajectory.slice(start);
}
