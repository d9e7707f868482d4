import { iou, within, type PixelBox } from '../base/box.ts';
import type { FoundPlate } from './look.ts';
import { quadBox } from './quad.ts';

const MAX_IOU = 0.4;
/** The net's two levels may see one plate in two sizes: the smaller find lies in the larger by this share. */
const MAX_WITHIN = 0.6;

/**
 * Finds of different plates only: of two finds of one plate the first one stays. Plates never lie on each other.
 * @param sorted best score first
 */
export function distinctPlates(sorted: readonly FoundPlate[]): FoundPlate[] {
  const kept: FoundPlate[] = [];
  for (const plate of sorted) {
    const box = quadBox(plate.corners);
    if (!kept.some((other) => isSamePlate(quadBox(other.corners), box))) kept.push(plate);
  }
  return kept;
}

const isSamePlate = (a: PixelBox, b: PixelBox) => iou(a, b) >= MAX_IOU || within(a, b) >= MAX_WITHIN;
