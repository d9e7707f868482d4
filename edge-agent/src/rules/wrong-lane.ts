import type { SceneZone } from '../scene/scene.ts';
import type { Track } from '../track/track.ts';
import { clear, type Answer } from './answer.ts';
import { isSurely } from './kind-of.ts';
import { notInForce, type Situation } from './situation.ts';
import { travelled } from './stay.ts';

/** A vehicle that travels in a lane meant for other classes, surely inside it and surely none of them. */
export function wrongLane(track: Track, zone: SceneZone, situation: Situation): Answer {
  const { classes } = zone;
  if (!classes) return clear('not-met');
  if (track.class === 'person' || classes.has(track.class)) return clear('other-class');
  const numbers = situation.numbers['wrong-lane'];
  const stay = travelled(track, zone, situation.scene, numbers, { along: true, sure: true });
  if ('is' in stay) return stay;
  const { otherClassShare } = numbers;
  if (!isSurely(track, (name) => !classes.has(name), otherClassShare, situation.scene))
    return clear('class-unsure');
  return notInForce(zone.when, stay.beganS, situation) ?? { is: 'hit', ...stay };
}
