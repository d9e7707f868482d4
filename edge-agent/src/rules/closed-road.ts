import type { SceneZone } from '../scene/scene.ts';
import type { Track } from '../track/track.ts';
import { clear, type Answer } from './answer.ts';
import { isSurely } from './kind-of.ts';
import { notMeant, type Situation } from './situation.ts';
import { travelled } from './stay.ts';

/**
 * A vehicle of a forbidden class that moves inside a zone that is closed to it: to everyone (`no-entry`) or to its
 * kind (`prohibited-road`), for these hours. Standing at the edge is no entry; people on foot are never meant.
 */
export function closedRoad(
  rule: 'no-entry' | 'prohibited-road',
  track: Track,
  zone: SceneZone,
  situation: Situation,
): Answer {
  const numbers = situation.numbers[rule];
  if (track.class === 'person') return clear('other-class');
  const stay = travelled(track, zone, situation.scene, numbers, { along: false, sure: false });
  if ('is' in stay) return stay;
  const stranger = notMeant(track, zone, stay.beganS, situation);
  if (stranger) return stranger;
  const { classes } = zone;
  if (classes && !isSurely(track, (name) => classes.has(name), numbers.otherClassShare, situation.scene))
    return clear('class-unsure');
  return { is: 'hit', ...stay };
}
