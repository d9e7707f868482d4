import type { Exemption, RuleId } from '@vamco/contracts';
import type { Track } from '../track/track.ts';
import type { Hit, Reason } from './answer.ts';
import type { Riders } from './riders.ts';

/** A rule’s judgement: this track did this, from then until it was certain. Times in track seconds. */
export interface RuleHit extends Omit<Hit, 'is'> {
  rule: RuleId;
  version: number;
  track: Track;
  /** The zone or line of the scene that was violated. */
  zone: string;
  /** Who sits on it, where one of the acts is about that. */
  riders?: Riders;
  /** Why the law may exempt it: flagged, not dropped; the officer decides. */
  exemption?: Exemption;
  /** Lesser acts of the same vehicle: one vehicle is one case. */
  also?: { rule: RuleId; zone: string }[];
}

/** What one rule last said of a track at one place, and which condition stopped it: the answer to "why not?". */
export interface RuleVerdict {
  rule: RuleId;
  zone: string;
  outcome: 'hit' | 'pending' | 'clear';
  stoppedBy: Reason | undefined;
}
