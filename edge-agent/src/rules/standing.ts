import type { SceneZone } from '../scene/scene.ts';
import type { Track } from '../track/track.ts';
import { clear, pending, type Answer } from './answer.ts';
import { isSurely } from './kind-of.ts';
import { notMeant, type Situation } from './situation.ts';

/** Part of the votes that must be a vehicle's: a tree or a sign that is taken for one has many names. */
const VEHICLE_SHARE = 0.6;

/**
 * A vehicle that stands where a sign forbids stopping (`stop-no-stopping-sign`, some seconds) or parking
 * (`park-no-parking-sign`, minutes): two acts (Decree 168/2024, 6.2.đ and 6.3.e). Time in a queue, or before a red
 * light, does not count. Nobody is accused who was never seen large enough to be sure that it is a vehicle.
 */
export function standing(
  rule: 'stop-no-stopping-sign' | 'park-no-parking-sign',
  track: Track,
  zone: SceneZone,
  situation: Situation,
): Answer {
  if (track.class === 'person') return clear('other-class');
  const stood = situation.stood(track.id, zone.id);
  const last = track.trajectory.at(-1);
  if (!stood || !last) return clear('moving');
  const other = notMeant(track, zone, last.t, situation);
  if (other) return other;
  if (stood.countedS < situation.numbers[rule].dwellS)
    return stood.queue ? clear('queue') : pending('too-short');
  if (!isSurely(track, (name) => name !== 'person', VEHICLE_SHARE, situation.scene))
    return clear('class-unsure');
  return { is: 'hit', beganS: stood.sinceS, atS: last.t };
}
