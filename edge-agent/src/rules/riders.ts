import type { RiderSeen } from '@vamco/contracts';
import type { NormPoint } from '../scene/geometry.ts';

/** What is known of the people on one motorbike, voted over all looks at it. Times in track seconds. */
export interface Riders {
  /** Looks in which somebody was seen. */
  looks: number;
  /** Chances of one, two, three, and four or more persons. */
  counts: readonly [number, number, number, number];
  /** Chance that this person is there and wears no helmet: the driver’s, then passengers’ from front to back. */
  bare: readonly number[];
  /** The same in words, of as many persons as there most likely are. */
  heads: readonly RiderSeen[];
  firstS: number;
  /** When they were seen best, and where in the picture their heads were then. */
  clearestS: number;
  marks: readonly NormPoint[];
}

/** Why nothing is ever known of riders. */
export type NoRiders = 'no-model' | 'switched-off';
/** Of each track; undefined while nobody looked at it. */
export type RidersOf = (trackId: number) => Riders | NoRiders | undefined;

/** The most likely number of persons; four is four or more. */
export function likeliestCount({ counts }: Pick<Riders, 'counts'>): number {
  return counts.indexOf(Math.max(...counts)) + 1;
}
