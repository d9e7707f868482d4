import type { SceneLine } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import { clear, pending, type Answer } from './answer.ts';
import { forwardCrossing, frontBeyond, frontCrossing } from './crossing.ts';
import { crossingOnRed } from './red-light.ts';
import type { Situation } from './situation.ts';
import { heightsBeyond } from './way.ts';

/**
 * A vehicle that crossed the stop line on red and waited there without going on: the small offence, never merged with
 * running the light (Decree 168/2024, 6.1.a against 6.9.b). Told when the red is over: until then it may still run.
 * On known ground its front must be beyond the line, else its ground point. One look at least must show where it stands.
 */
export function stopLine(track: Track, line: SceneLine, situation: Situation): Answer {
  const numbers = situation.numbers['stop-line'];
  const { scene } = situation;
  const byFront = line.metres !== undefined;
  const met = crossingOnRed(track, line, situation, byFront ? frontCrossing : forwardCrossing);
  if ('is' in met) return met;
  const { metS, crossedS, beyond, red, signal } = met;
  if (!red.over) return pending('not-far-enough');
  const stood = beyond.filter(({ t }) => t <= red.untilS && t > red.untilS - numbers.standingS);
  const [first, last] = [stood[0], stood.at(-1)];
  if (!first || !last || last.t - first.t < 0.7 * numbers.standingS || first.t <= crossedS)
    return clear('too-short');
  const isOver = (point: GroundPoint) =>
    byFront
      ? (frontBeyond(line, point, track, scene) ?? 0) >= numbers.overM
      : heightsBeyond(line, point) >= numbers.overHeights;
  if (!stood.every(isOver)) return clear('not-far-enough');
  // Whose wheels were always behind somebody is further back than its box ends.
  if (!beyond.some((point) => point.t <= red.untilS && !point.hiddenBelow && isOver(point)))
    return clear('not-far-enough');
  const way = Math.hypot(last.at[0] - first.at[0], last.at[1] - first.at[1]) / last.height;
  if (way > numbers.standingHeights) return clear('moving');
  return { is: 'hit', beganS: metS, atS: last.t, signal };
}
