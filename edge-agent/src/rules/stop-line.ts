import type { SceneLine } from '../scene/scene.ts';
import type { SignalTimeline } from '../signals/signal-timeline.ts';
import type { Track } from '../track/track.ts';
import { CLEARANCE, heightsBeyond } from './crossing.ts';
import { crossingOnRed } from './red-light.ts';
import type { RuleHit } from './rule-hit.ts';

/** It stands when it moves less than this (heights) for this long. */
const STANDING_HEIGHTS = 0.2;
const STANDING_S = 2;
/** How far beyond the line the ground point must stand to be surely over it, heights. */
const OVER_HEIGHTS = 1.5 * CLEARANCE;

/**
 * A vehicle that crossed the stop line on red and waited there without going on: the small offence, never merged with
 * running the light (Decree 168/2024, 6.1.a against 6.9.b). Told when the red is over: until then it may still run.
 */
export function stopLine(
  track: Track,
  line: SceneLine,
  timeline: SignalTimeline | undefined,
): RuleHit | undefined {
  const crossing = crossingOnRed(track, line, timeline);
  if (!crossing?.red.over) return undefined;
  const { crossedS, beyond, red, signal } = crossing;
  const stood = beyond.filter(({ t }) => t <= red.untilS && t > red.untilS - STANDING_S);
  const [first, last] = [stood[0], stood.at(-1)];
  if (!first || !last || last.t - first.t < 0.7 * STANDING_S || first.t <= crossedS) return undefined;
  const over = stood.map((point) => heightsBeyond(line, point));
  if (Math.min(...over) < OVER_HEIGHTS) return undefined;
  const way = Math.hypot(last.at[0] - first.at[0], last.at[1] - first.at[1]) / last.height;
  if (way > STANDING_HEIGHTS) return undefined;
  return { rule: 'stop-line', version: 1, track, zone: line.id, beganS: crossedS, atS: last.t, signal };
}
