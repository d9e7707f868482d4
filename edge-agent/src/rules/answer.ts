import type { SignalState } from '@vamco/contracts';

/** Why a rule does not accuse: what “why not?” shows. */
export type Reason =
  | 'not-met'
  | 'other-class'
  | 'class-unsure'
  | 'not-in-force'
  | 'clock-unknown'
  | 'officer-directing'
  | 'camera-untrusted'
  | 'no-signal'
  | 'signal-unknown'
  | 'not-red'
  | 'grace'
  | 'may-go-on-red'
  | 'movement-unknown'
  | 'movement-allowed'
  | 'not-far-enough'
  | 'did-not-go-on'
  | 'too-short'
  | 'other-direction'
  | 'overtaking'
  | 'standing'
  | 'moving'
  | 'queue'
  | 'no-certificate'
  | 'speed-unknown'
  | 'not-too-fast'
  | 'no-model'
  | 'too-few-looks'
  | 'riders-unsure'
  | 'few-riders'
  | 'other-count'
  | 'helmet-worn'
  | 'walking-pace'
  | 'switched-off';

/** What a rule found. Times in track seconds. */
export interface Hit {
  is: 'hit';
  /** First moment of the act. */
  beganS: number;
  /** Moment when it became certain. */
  atS: number;
  /** What the light showed all the while, and since when; rules about signals only. */
  signal?: { id: string; state: SignalState; sinceS: number };
}

/** A rule’s answer about one track and one place: an accusation, nothing (and why), or not decided yet (and why). */
export type Answer = Hit | { is: 'clear' | 'pending'; why: Reason };

// One object per reason: rules are asked for every vehicle in every frame.
const cleared = new Map<Reason, Answer>();
const waiting = new Map<Reason, Answer>();

export const clear = (why: Reason): Answer => remembered(cleared, 'clear', why);
export const pending = (why: Reason): Answer => remembered(waiting, 'pending', why);

function remembered(known: Map<Reason, Answer>, is: 'clear' | 'pending', why: Reason): Answer {
  const answer = known.get(why) ?? Object.freeze({ is, why });
  known.set(why, answer);
  return answer;
}
