import type { SceneLine } from '../scene/scene.ts';
import type { Phase, SignalTimeline } from '../signals/signal-timeline.ts';
import type { Track } from '../track/track.ts';
import { forwardCrossing, heightsBeyond, type Crossing } from './crossing.ts';
import type { RuleHit } from './rule-hit.ts';

/** Red must have been shown this long while all of the vehicle was still before the line. */
const GRACE_S = 0.4;
/**
 * Way beyond the line, in heights of the vehicle: less is standing over the line. Seen from a mast, one height of the
 * picture is about five metres of road ahead.
 */
export const RUN_HEIGHTS = 1;

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
  const { crossedS, beyond, red } = crossing;
  const past = beyond.find((point) => heightsBeyond(line, point) >= RUN_HEIGHTS);
  if (!past || past.t > red.untilS) return undefined;
  const signal = { id: line.signal ?? '', state: red.state, sinceS: red.sinceS };
  return { rule: 'red-light', version: 1, track, zone: line.id, beganS: crossedS, atS: past.t, signal };
}

/** A crossing that began before the line on red, after the time of grace, and the red phase it happened in. */
export function crossingOnRed(
  track: Track,
  line: SceneLine,
  timeline: SignalTimeline | undefined,
): (Crossing & { red: Phase }) | undefined {
  if (!timeline || line.kind !== 'stop-line' || track.class === 'person') return undefined;
  const crossing = forwardCrossing(track, line);
  const red = crossing && timeline.phaseAt(crossing.before.t);
  if (!crossing || red?.state !== 'red' || crossing.crossedS > red.untilS) return undefined;
  return crossing.before.t - red.sinceS >= GRACE_S ? { ...crossing, red } : undefined;
}
