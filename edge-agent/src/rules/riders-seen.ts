import type { RidersSeen } from '@vamco/contracts';
import { likeliestCount, type Riders } from './riders.ts';

/** What an event says of the people on a motorbike: the likeliest number, and the helmets of so many. */
export function ridersSeen(riders: Riders): RidersSeen {
  const count = likeliestCount(riders);
  const round = (chance: number) => Math.round(chance * 100) / 100;
  return {
    ...{ count, confidence: round(riders.counts[count - 1] ?? 0), looks: riders.looks },
    heads: riders.heads.map(({ helmet, confidence }) => ({ helmet, confidence: round(confidence) })),
  };
}
