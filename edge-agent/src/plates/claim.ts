import { decodeLook, type DecodedPlate, type PlateCarrier } from './lattice.ts';
import { plateColours, plateLayouts, type PlateColour, type PlateLayout } from '@vamco/contracts';
import { likeliest, rawText, type PlateLook } from './look.ts';
import type { PlateReading } from './parse.ts';
import type { Calibration } from './plate-models.ts';

/** What may be said of a plate. A text is claimed only when it is likely enough to be right. */
export interface PlateClaim {
  /** Canonical text; null when the plate stays unreadable. */
  text: string | null;
  display: string | null;
  family: PlateReading['family'] | null;
  /** Measured probability that the whole text is right, 0..1 (see the model's card). */
  confidence: number;
  layout: PlateLayout;
  colour: PlateColour;
  /** The likeliest sign of each slot, not repaired by the grammar. */
  raw: string;
  /** Other meanings of the same signs: a person must choose. */
  alternatives: PlateReading[];
}

/** Another meaning counts from here on. */
const OPEN = 0.15;

/** @param threshold confidence from which a text is claimed, 0..1 */
export function claimPlate(
  look: PlateLook,
  calibration: Calibration,
  threshold: number,
  carrier?: PlateCarrier,
): PlateClaim {
  const decoded = decodeLook(look, carrier);
  const confidence = decoded ? calibrate(decoded, calibration) : 0;
  const claimed = decoded && confidence >= threshold ? decoded : undefined;
  return {
    text: claimed?.best.canonical ?? null,
    display: claimed?.best.display ?? null,
    family: claimed?.best.family ?? null,
    confidence,
    layout: likeliest(plateLayouts, look.layout),
    colour: likeliest(plateColours, look.colour),
    raw: rawText(look),
    alternatives: claimed
      ? claimed.others.filter(({ posterior }) => posterior > OPEN).map(({ reading }) => reading)
      : [],
  };
}

/**
 * Logistic calibration (Platt, 1999) over the odds of the best text and what the grammar allows of the look, with a
 * bend in the odds: the reader was taught with softened targets, so that it is right nearly always where it gives
 * 80 %, and as often as it says below.
 */
export function calibrate(
  { posterior, fit }: Pick<DecodedPlate, 'posterior' | 'fit'>,
  { bias, ...weight }: Calibration,
): number {
  const [odds, allowed, sure] = calibrationFeatures({ posterior, fit });
  const sum = bias + weight.posterior * odds + weight.fit * allowed + weight.sure * sure;
  // No few hundred held-out plates can show more certainty than this.
  return Math.min(0.999, 1 / (1 + Math.exp(-sum)));
}

/** Where the odds bend, as log odds: a posterior of 73 %. */
const BEND = 1;

/** Log odds of the best text, the log of the grammar's share, and the log odds beyond the bend; all bounded. */
export function calibrationFeatures({
  posterior,
  fit,
}: Pick<DecodedPlate, 'posterior' | 'fit'>): [odds: number, allowed: number, sure: number] {
  const p = Math.min(Math.max(posterior, 1e-6), 1 - 1e-6);
  const odds = Math.log(p / (1 - p));
  return [odds, Math.log(Math.max(fit, 1e-6)), Math.max(0, odds - BEND)];
}
