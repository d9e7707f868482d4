import { iou, type PixelBox } from '../base/box.ts';
import type { FoundPlate } from './look.ts';
import { quadBox } from './quad.ts';

/** Boxes that share so much are two boxes of one body. */
const SAME_BODY = 0.5;
/** Nobody carries a plate at the top, where boxes reach beyond their body most: the upper part that counts as behind. */
const TOP = 0.3;

/**
 * Of the plates that were found around a vehicle its own: none that lies on a vehicle before it, and of the others the
 * surest and nearest to the middle of its box, for neighbours peep in at the sides.
 * @param found corners in the pixels that all boxes are in
 * @param box of the vehicle
 * @param others boxes of the other vehicles
 */
export function ownPlate(
  found: readonly FoundPlate[],
  box: PixelBox,
  others: readonly PixelBox[],
): FoundPlate | undefined {
  const before = others.filter((other) => iou(box, other) < SAME_BODY && bottom(other) > bottom(box));
  const value = (plate: FoundPlate) => {
    const [x] = middle(plate);
    return plate.score * (1 - Math.abs((x - box[0]) / box[2] - 0.5));
  };
  return found
    .filter((plate) => !before.some((other) => carries(other, middle(plate))))
    .sort((a, b) => value(b) - value(a))[0];
}

function middle({ corners }: FoundPlate): [x: number, y: number] {
  const [x, y, w, h] = quadBox(corners);
  return [x + w / 2, y + h / 2];
}

const bottom = ([, y, , h]: PixelBox) => y + h;

/** A plate there may be this vehicle's. */
function carries([x, y, w, h]: PixelBox, [px, py]: [number, number]): boolean {
  return px >= x && px <= x + w && py >= y + TOP * h && py <= y + h;
}
