import type { ObjectClass } from '@vamco/contracts';
import type { SceneLine } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import { clear, pending, type Answer, type Hit } from './answer.ts';
import { forwardCrossing, type Crossing } from './crossing.ts';
import { possibleMovements } from './movement.ts';
import { dependsOnMovement, redAt, type Red } from './red-phase.ts';
import type { Situation } from './situation.ts';
import { steady } from './stay.ts';
import { heightsBeyond, metresBeyond } from './way.ts';

/** Long vehicles are high too: the same metres are fewer of their heights. */
const HEIGHT_FACTOR: Partial<Record<ObjectClass, number>> = { truck: 0.64, bus: 0.64 };

/** Who came so far in so short a time is on its way: who waits beyond the line and starts on green never was. */
const COMES = { heights: 0.16, s: 0.7 };

/**
 * A vehicle that was before the stop line on red and went past it by a minimum way, all on red (Law 36/2024 Art. 11.4;
 * acts of Decree 168/2024, see the regulation tables). A light that is unknown, or changed in between, is no red light;
 * where movements have signals of their own, or may turn on red, nothing is said before it is red for every movement
 * that is still possible.
 */
export function redLight(track: Track, line: SceneLine, situation: Situation): Answer {
  const numbers = situation.numbers['red-light'];
  const met = crossingOnRed(track, line, situation, forwardCrossing);
  if ('is' in met) return met;
  const { metS, beyond, red, signal } = met;
  const goesOn = (from: GroundPoint) =>
    beyond.some(
      (to) =>
        to.t > from.t &&
        to.t <= from.t + numbers.goesOnS &&
        heightsBeyond(line, to) >= heightsBeyond(line, from) + numbers.goesOnHeights,
    );
  const isPast = (point: GroundPoint) => {
    const metres = metresBeyond(situation.scene, line, point);
    if (metres !== undefined) return metres >= numbers.runM;
    return heightsBeyond(line, point) >= numbers.runHeights * (HEIGHT_FACTOR[track.class] ?? 1);
  };
  const comes = (to: GroundPoint) => {
    const looks = track.trajectory.filter(({ t }) => t <= to.t && t >= to.t - COMES.s);
    const ways = steady(looks).map((point) => heightsBeyond(line, point));
    return (ways.at(-1) ?? 0) - Math.min(...ways) >= COMES.heights;
  };
  const inTime = beyond.filter(({ t }) => t <= red.untilS);
  const past = inTime.find((point) => isPast(point) && comes(point) && goesOn(point));
  if (past) return { is: 'hit', beganS: metS, atS: past.t, signal };
  if (!red.over) return pending('not-far-enough');
  return clear(inTime.some(isPast) ? 'did-not-go-on' : 'not-far-enough');
}

/** A crossing that began before the line on red, after the time of grace, and the red it happened in; or why not. */
export function crossingOnRed(
  track: Track,
  line: SceneLine,
  situation: Situation,
  find: typeof forwardCrossing,
): (Crossing & { red: Red; signal: NonNullable<Hit['signal']> }) | Answer {
  if (line.kind !== 'stop-line') return clear('not-met');
  if (track.class === 'person') return clear('other-class');
  const crossing = find(track, line, situation.scene);
  if (!crossing) return clear('not-met');
  const movements = dependsOnMovement(line, track.class)
    ? possibleMovements(track, line, crossing, situation.scene)
    : (['straight'] as const);
  const red = redAt(line, movements, track.class, crossing.before.t, situation);
  if ('is' in red) return red;
  if (crossing.crossedS > red.untilS) return red.over ? clear('not-red') : pending('signal-unknown');
  if (crossing.before.t - red.sinceS < situation.numbers['red-light'].graceS) return clear('grace');
  return { ...crossing, red, signal: { id: red.id, state: 'red', sinceS: red.sinceS } };
}
