import type { NormPoint } from '../scene/geometry.ts';

/** A head as one look shows it. */
export interface SeenHead {
  /** Middle, 0..1 of the picture. */
  at: NormPoint;
  /** How far ahead it is along the vehicle's heading, in heights of its box; undefined while nobody knows the heading. */
  ahead: number | undefined;
  /** Probability that it is the head of a rider of this motorbike. */
  score: number;
  /** Log odds of a helmet, calibrated. */
  helmet: number;
}

/** What one look at a motorbike shows of its riders. */
export interface RiderLook {
  /** Track seconds. */
  atS: number;
  /** About how high a head is, pixels of the still. */
  headPx: number;
  heads: readonly SeenHead[];
}

/** A head is about this part of the height of a motorbike with its riders: 26 of 175 cm. */
const HEAD_SHARE = 0.15;
/** Probabilities of 0 and 1 would outweigh everything. */
const MOST_LOG_ODDS = 4;

export const headHeight = (boxHeight: number) => boxHeight * HEAD_SHARE;

/** The net's probability as calibrated log odds, bounded. */
export function logOdds(probability: number, { scale, offset }: { scale: number; offset: number }): number {
  const p = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  const calibrated = scale * Math.log(p / (1 - p)) + offset;
  return Math.min(MOST_LOG_ODDS, Math.max(-MOST_LOG_ODDS, calibrated));
}

/** Evidence of several looks, of which the second one says little that the first did not. */
export function tempered(sum: number, looks: number, temper: number): number {
  return looks < 2 ? sum : sum * temper;
}
