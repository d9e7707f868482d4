import type { ObjectClass } from '@vamco/contracts';
import type { SceneZone } from '../scene/scene.ts';
import type { Track } from '../track/track.ts';
import { clear, type Answer } from './answer.ts';
import { notMeant, type Situation } from './situation.ts';
import { travelled } from './stay.ts';

const CARS: ReadonlySet<ObjectClass> = new Set(['car', 'bus', 'truck']);

/** A vehicle that travels along the emergency lane; one that pulls in and stops is what the lane is for. */
export function emergencyLane(track: Track, zone: SceneZone, situation: Situation): Answer {
  const meant = { ...zone, classes: zone.classes ?? CARS };
  if (!meant.classes.has(track.class)) return clear('other-class');
  if (track.standing) return clear('standing');
  const numbers = situation.numbers['emergency-lane'];
  const stay = travelled(track, zone, situation.scene, numbers, { along: true, sure: true });
  if ('is' in stay) return stay;
  return notMeant(track, meant, stay.beganS, situation) ?? { is: 'hit', ...stay };
}
