import { familyOf, type ObjectClass } from '@vamco/contracts';
import type { SceneZone } from '../scene/scene.ts';
import type { Track } from '../track/track.ts';
import { clear, type Answer } from './answer.ts';
import { notMeant, type Situation } from './situation.ts';
import { travelled } from './stay.ts';
import { isRidden } from './way.ts';

/** Whom the act is about unless the zone says otherwise. */
const MOTOR_VEHICLES: ReadonlySet<ObjectClass> = new Set(['car', 'motorbike', 'bus', 'truck']);

/** A vehicle that travels along the pavement. Crossing it, as to enter a house, is permitted and goes across; so is pushing. */
export function sidewalk(track: Track, zone: SceneZone, situation: Situation): Answer {
  const meant = { ...zone, classes: zone.classes ?? MOTOR_VEHICLES };
  if (!meant.classes.has(track.class)) return clear('other-class');
  const numbers = situation.numbers.sidewalk;
  const stay = travelled(track, zone, situation.scene, numbers, { along: true, sure: true });
  if ('is' in stay) return stay;
  const there = track.trajectory.filter(({ t }) => t >= stay.beganS && t <= stay.atS);
  if (familyOf(track.class) === 'two-wheeler' && !isRidden(situation.scene, there))
    return clear('walking-pace');
  return notMeant(track, meant, stay.beganS, situation) ?? { is: 'hit', ...stay };
}
