import type { ObjectClass } from '@vamco/contracts';
import type { SceneLine } from '../scene/scene.ts';
import type { Phase, SignalTimeline } from '../signals/signal-timeline.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import { forwardCrossing, heightsBeyond, type Crossing } from './crossing.ts';
import type { RuleHit } from './rule-hit.ts';

/** Red must have been shown this long while all of the vehicle was still before the line. */
const GRACE_S = 0.4;
/**
 * Way beyond the line, in heights of the vehicle, that is a run: about four metres of road ahead, as a camera sees them
 * that looks down by 15 degrees. Steeper ones see it sooner, so it must go on as well.
 */
const RUN_HEIGHTS: Record<ObjectClass, number> = {
  car: 0.55,
  motorbike: 0.55,
  bicycle: 0.55,
  truck: 0.35,
  bus: 0.35,
  person: Infinity,
};
/** Who goes on moves this much further, in heights, within this time; who waits over the line does not. */
const GOES_ON_HEIGHTS = 0.2;
const GOES_ON_S = 1.5;

/**
 * A vehicle that was before the stop line on red and went past it, all on red (Law 36/2024 Art. 11.4; acts of Decree
 * 168/2024, see the regulation tables). A light that is unknown, or changed in between, is no red light.
 */
export function redLight(
  track: Track,
  line: SceneLine,
  timeline: SignalTimeline | undefined,
): RuleHit | undefined {
  const crossing = crossingOnRed(track, line, timeline);
  if (!crossing) return undefined;
  const { crossedS, beyond, red, signal } = crossing;
  const way = (point: GroundPoint) => heightsBeyond(line, point);
  const goesOn = (from: GroundPoint) =>
    beyond.some(
      (to) => to.t > from.t && to.t <= from.t + GOES_ON_S && way(to) >= way(from) + GOES_ON_HEIGHTS,
    );
  const past = beyond.find(
    (point) => point.t <= red.untilS && way(point) >= RUN_HEIGHTS[track.class] && goesOn(point),
  );
  if (!past) return undefined;
  return { rule: 'red-light', version: 1, track, zone: line.id, beganS: crossedS, atS: past.t, signal };
}

/** A crossing that began before the line on red, after the time of grace, and the red phase it happened in. */
export function crossingOnRed(
  track: Track,
  line: SceneLine,
  timeline: SignalTimeline | undefined,
): (Crossing & { red: Phase; signal: NonNullable<RuleHit['signal']> }) | undefined {
  if (!timeline || line.signal === undefined || line.kind !== 'stop-line' || track.class === 'person')
    return undefined;
  const crossing = forwardCrossing(track, line);
  const red = crossing && timeline.phaseAt(crossing.before.t);
  if (!crossing || red?.state !== 'red' || crossing.crossedS > red.untilS) return undefined;
  const signal = { id: line.signal, state: red.state, sinceS: red.sinceS };
  return crossing.before.t - red.sinceS >= GRACE_S ? { ...crossing, red, signal } : undefined;
}
