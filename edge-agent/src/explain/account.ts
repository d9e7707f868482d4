import type { RiderSeen } from '@vamco/contracts';
import type { RuleVerdict } from '../rules/rule-hit.ts';

/** How far the plate of one vehicle came. */
export interface PlateFunnel {
  /** Frames in which somebody looked for it. */
  looks: number;
  /** … in which it was found. */
  found: number;
  /** … in which signs were read. */
  reads: number;
  /** Reads that the grammar of plates allows; they vote. */
  voted: number;
  raw: string;
  text: string | null;
  /** Measured probability that the text is right, 0..1. */
  confidence: number;
}

/** How far the look at the riders of one motorbike came. */
export interface RidersFunnel {
  /** Frames in which somebody looked at them. */
  looks: number;
  /** … in which a head was found; they vote. */
  found: number;
  /** Chances of one, two, three, and four or more persons; empty before anybody was seen. */
  counts: number[];
  /** The driver, then the passengers from front to back. */
  heads: RiderSeen[];
}

/** One vehicle from the first to the last frame that showed it, and where it got stuck. */
export interface Account {
  camera: string;
  run: string;
  track: number;
  class: string;
  /** UTC of the first and last frame, ms. */
  fromMs: number;
  toMs: number;
  frames: number;
  /** Widest that it was, 0..1 of the picture: small vehicles have no readable plate. */
  widest: number;
  /** Undefined where the camera reads no plates. */
  plate: PlateFunnel | undefined;
  /** Motorbikes only, and where the camera looks at riders. */
  riders?: RidersFunnel | undefined;
  verdicts: readonly RuleVerdict[];
}

/** The steps that a plate goes through, in their order. */
export type PlateStep =
  'not-read-here' | 'no-look' | 'not-found' | 'not-read' | 'no-plate-text' | 'unsure' | 'claimed';

/** The first step at which the plate of a vehicle stopped; `claimed` when it did not. */
export function plateStep(plate: PlateFunnel | undefined): PlateStep {
  if (!plate) return 'not-read-here';
  if (plate.looks === 0) return 'no-look';
  if (plate.found === 0) return 'not-found';
  if (plate.reads === 0) return 'not-read';
  if (plate.voted === 0) return 'no-plate-text';
  return plate.text === null ? 'unsure' : 'claimed';
}
