import type { SceneZone } from '../scene/scene.ts';
import type { Track } from '../track/track.ts';
import { clear, pending, type Answer, type Reason } from './answer.ts';
import { ridden } from './ridden.ts';
import { likeliestCount, type Riders } from './riders.ts';
import type { Situation } from './situation.ts';

/** Acts that are about who sits on a motorbike (Decree 168/2024, 7.2.g, h, i and 7.3.b), gravest first. */
export const riderRules = [
  'three-passengers',
  'two-passengers',
  'no-helmet-driver',
  'no-helmet-passenger',
] as const;
export type RiderRule = (typeof riderRules)[number];

/**
 * How likely the act is. The law counts passengers: “two” is three people on the motorbike. Who most likely carries two
 * carries two at least, whether a third hides behind them or not. A bare head that is neither surely there nor surely bare
 * counts for nothing.
 */
const chances: Record<RiderRule, (riders: Riders) => number> = {
  'three-passengers': ({ counts }) => counts[3],
  'two-passengers': (riders) => (likeliestCount(riders) === 3 ? riders.counts[2] + riders.counts[3] : 0),
  'no-helmet-driver': ({ heads, bare }) => (heads[0]?.helmet === 'no' ? (bare[0] ?? 0) : 0),
  'no-helmet-passenger': ({ heads, bare }) =>
    Math.max(0, ...heads.map(({ helmet }, role) => (role > 0 && helmet === 'no' ? (bare[role] ?? 0) : 0))),
};

/** Why the act is out of the question; undefined while it is not. */
const innocent: Record<RiderRule, (riders: Riders, least: number) => Reason | undefined> = {
  'three-passengers': ({ counts }, least) => (1 - counts[3] >= least ? 'few-riders' : undefined),
  'two-passengers': (riders, least) => {
    if (1 - riders.counts[2] < least) return undefined;
    return likeliestCount(riders) > 3 ? 'other-count' : 'few-riders';
  },
  'no-helmet-driver': ({ bare }, least) => (1 - (bare[0] ?? 1) >= least ? 'helmet-worn' : undefined),
  'no-helmet-passenger': ({ counts, bare }, least) => {
    if (counts[0] >= least) return 'few-riders';
    return bare.slice(1).every((chance) => 1 - chance >= least) ? 'helmet-worn' : undefined;
  },
};

/** Who is still there comes nearer: the first looks are of small heads, or behind others, and must not decide alone. */
const BETTER_LOOKS = 2;

/** A motorbike that is ridden along a lane or another part of the road by too many people, or by somebody without a helmet. Asked of each once. */
export function riding(rule: RiderRule, track: Track, zone: SceneZone, situation: Situation): Answer {
  if (track.class !== 'motorbike') return clear('other-class');
  const numbers = situation.numbers[rule];
  const why = ridden(track, zone, situation.scene, numbers);
  if (why !== undefined) return clear(why);
  const riders = situation.riders(track.id);
  if (typeof riders === 'string') return clear(riders);
  const wait = track.state === 'ended' ? clear : pending;
  const least = track.state === 'ended' ? numbers.leastLooks : numbers.leastLooks + BETTER_LOOKS;
  if (!riders || riders.looks < least) return wait('too-few-looks');
  if (chances[rule](riders) >= numbers.leastConfidence)
    return { is: 'hit', beganS: riders.firstS, atS: riders.clearestS };
  const reason = innocent[rule](riders, numbers.leastConfidence);
  return reason === undefined ? wait('riders-unsure') : clear(reason);
}
