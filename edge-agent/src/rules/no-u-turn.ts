import { inside } from '../scene/geometry.ts';
import type { SceneZone } from '../scene/scene.ts';
import type { Track } from '../track/track.ts';
import { clear, type Answer } from './answer.ts';
import { notMeant, type Situation } from './situation.ts';
import { turnAround } from './u-turn.ts';

/** A vehicle that turns around inside a zone where that is forbidden, and goes on the other way. */
export function noUTurn(track: Track, zone: SceneZone, situation: Situation): Answer {
  if (track.class === 'person') return clear('other-class');
  const path = track.trajectory;
  const enters = path.findIndex(({ at }) => inside(zone.polygon, at));
  if (enters < 0) return clear('not-met');
  const numbers = situation.numbers['no-u-turn'];
  const turn = turnAround(situation.scene, path, numbers.turnDegrees);
  if (!turn) return clear('other-direction');
  const { from, to } = turn;
  const turning = path.filter(({ t }) => t >= from.t && t <= to.t);
  if (turning.filter(({ at }) => inside(zone.polygon, at)).length < turning.length / 2)
    return clear('not-met');
  return notMeant(track, zone, from.t, situation) ?? { is: 'hit', beganS: from.t, atS: to.t };
}
