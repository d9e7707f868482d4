import { familyOf } from '@vamco/contracts';
import { cuts, dot, lineGeometry, unit, type NormPoint } from '../scene/geometry.ts';
import type { SceneZone } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import { clear, pending, type Answer } from './answer.ts';
import { notInForce, type Situation } from './situation.ts';
import { lastStay, steady } from './stay.ts';
import { isRidden, isSurelyFar } from './way.ts';

/** Straight against the lane: −1 is exactly opposite, 0 is across. */
const MAX_COSINE = -0.6;
/** No single step between two looks may be more than this part of the way: the tracker jumps, vehicles drive. */
const MAX_STEP = 0.5;
/** An edge of the lane that runs this much along it is its side; the others are its ends. */
const SIDE_COSINE = 0.7;

/**
 * A vehicle that travels against the direction of a lane, inside it. Only the last unbroken stay in the lane counts;
 * people on foot never do, nor those who push their two-wheeler (where the ground is known). Who comes in from the side,
 * or turns around, must go further: it may be overtaking, or the tracker may have mistaken one vehicle for another.
 */
export function wrongWay(track: Track, zone: SceneZone, situation: Situation): Answer {
  const { direction } = zone;
  if (direction === undefined) return clear('not-met');
  if (track.class === 'person') return clear('other-class');
  const numbers = situation.numbers['wrong-way'];
  const stay = lastStay(track, zone.polygon, situation.scene);
  const places = steady(stay);
  const last = places.at(-1);
  if (last === undefined) return clear('not-met');
  // The farthest point "ahead" in the lane's sense is where going back began.
  const ahead = (point: GroundPoint) => dot(point.at, direction);
  const farthest = stay.reduce(
    (best, point, at) => (ahead(point) > ahead(stay[best] ?? last) ? at : best),
    0,
  );
  const turn = places[farthest] ?? last;
  const way: NormPoint = [last.at[0] - turn.at[0], last.at[1] - turn.at[1]];
  const length = Math.hypot(...way);
  // Less than that is the trembling of a box.
  if (length < 0.25 * last.height || dot(way, direction) / length > MAX_COSINE)
    return clear('other-direction');
  if (last.t - turn.t < numbers.minS) return pending('too-short');
  if (!isSurelyFar(situation.scene, turn, last, numbers)) return pending('not-far-enough');
  const steps = places.slice(farthest);
  const jumps = steps.some((point, index) => {
    const next = steps[index + 1];
    return next && ahead(point) - ahead(next) > MAX_STEP * (ahead(turn) - ahead(last));
  });
  if (jumps) return clear('too-short');
  if (
    familyOf(track.class) === 'two-wheeler' &&
    !isRidden(situation.scene, steps, [-direction[0], -direction[1]])
  )
    return clear('walking-pace');
  const outside = track.trajectory.at(-stay.length - 1);
  const cameIn = outside && stay[0] && isBySide(zone.polygon, direction, outside.at, stay[0].at);
  const further = { wayHeights: numbers.overtakingHeights, wayM: numbers.overtakingM };
  if ((cameIn || farthest > 0) && !isSurelyFar(situation.scene, turn, last, further))
    return clear('overtaking');
  return notInForce(zone.when, turn.t, situation) ?? { is: 'hit', beganS: turn.t, atS: last.t };
}

/** Does the way from outside to inside go over an edge that runs along the lane? */
function isBySide(
  polygon: readonly NormPoint[],
  direction: NormPoint,
  outside: NormPoint,
  within: NormPoint,
): boolean {
  return polygon.some((from, index) => {
    const to = polygon[(index + 1) % polygon.length] ?? from;
    const edge = unit([to[0] - from[0], to[1] - from[1]]);
    return (
      Math.abs(dot(edge, direction)) >= SIDE_COSINE &&
      cuts(lineGeometry(from, to, undefined), outside, within, 0)
    );
  });
}
