import type { RuleId, SignalState } from '@vamco/contracts';
import type { Track } from '../track/track.ts';

/** A rule’s judgement: this track did this, from then until it was certain. Times in track seconds. */
export interface RuleHit {
  rule: RuleId;
  version: number;
  track: Track;
  /** The zone or line of the scene that was violated. */
  zone: string;
  /** What the light showed all the while, and since when; rules about signals only. */
  signal?: { id: string; state: SignalState; sinceS: number };
  /** First moment of the act. */
  beganS: number;
  /** Moment when it became certain. */
  atS: number;
}
