import type { SceneZone } from '../scene/scene.ts';
import type { Track } from '../track/track.ts';
import type { RuleHit } from './rule-hit.ts';
import { lastStay } from './wrong-way.ts';

/** Way inside the zone, in heights of the vehicle: standing at its edge is no entry. */
const MIN_WAY_HEIGHTS = 0.6;
const MIN_SECONDS = 0.6;

/** A vehicle of a forbidden class that moves inside a no-entry zone. People on foot are never meant. */
export function noEntry(track: Track, zone: SceneZone): RuleHit | undefined {
  if (zone.kind !== 'no-entry' || track.class === 'person') return undefined;
  if (zone.classes !== undefined && !zone.classes.has(track.class)) return undefined;
  const stay = lastStay(track.trajectory, zone.polygon);
  const first = stay.at(0);
  const last = stay.at(-1);
  if (first === undefined || last === undefined || last.t - first.t < MIN_SECONDS) return undefined;
  const way = Math.hypot(last.at[0] - first.at[0], last.at[1] - first.at[1]);
  if (way < MIN_WAY_HEIGHTS * last.height) return undefined;
  return { rule: 'no-entry', version: 1, track, zone: zone.id, beganS: first.t, atS: last.t };
}
