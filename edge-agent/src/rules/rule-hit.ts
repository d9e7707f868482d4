import type { RuleId } from '@vamco/contracts';
import type { Track } from '../track/track.ts';

/** A rule’s judgement: this track did this, from then until it was certain. Times in track seconds. */
export interface RuleHit {
  rule: RuleId;
  version: number;
  track: Track;
  zone: string;
  /** First moment of the act. */
  beganS: number;
  /** Moment when it became certain. */
  atS: number;
}
