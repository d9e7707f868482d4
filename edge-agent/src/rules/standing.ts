import type { SceneZone } from '../scene/scene.ts';
import type { Track } from '../track/track.ts';
import { clear, pending, type Answer } from './answer.ts';
import { notMeant, type Situation } from './situation.ts';

/**
 * A vehicle that stands where a sign forbids stopping (`stop-no-stopping-sign`, some seconds) or parking
 * (`park-no-parking-sign`, minutes): two acts (Decree 168/2024, 6.2.đ and 6.3.e). Time in a queue, or before a red
 * light, does not count.
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
  return { is: 'hit', beganS: stood.sinceS, atS: last.t };
}
