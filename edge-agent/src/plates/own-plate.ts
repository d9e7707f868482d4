import { iou, type PixelBox } from '../base/box.ts';
import type { FoundPlate } from './look.ts';
import { quadBox } from './quad.ts';

/** Boxes that share so much are two boxes of one body. */
const SAME_BODY = 0.5;
/**
 * Where plates are, in parts of their vehicle's box: middle and standard deviation, of 306 plates on street photos and
 * the boxes of road-user-detector 0.6.0.
 */
const USUAL = { across: 0.5, down: 0.7, deviation: 0.17 };
/** Nobody carries a plate at the top, where boxes reach beyond their body most: of 600 the highest lay at .16. */
const HIGHEST = 0.15;
/** A plate may hang out of its box by this. */
const OUTSIDE = 0.08;
/** What hides another vehicle shows its own plate: it is the likelier owner by this, as a log likelihood. */
const IN_FRONT = 1.2;

/**
 * Of the plates that were found around a vehicle its own: none that fits another vehicle better, by where in a box plates
 * are and by who stands before whom; of the others the surest in the likeliest place, for neighbours peep in at the sides.
 * @param found corners in the pixels that all boxes are in
 * @param box of the vehicle
 * @param others boxes of the other vehicles
 */
export function ownPlate(
  found: readonly FoundPlate[],
  box: PixelBox,
  others: readonly PixelBox[],
): FoundPlate | undefined {
  const rivals = others.filter((other) => iou(box, other) < SAME_BODY);
  return found
    .map((plate) => ({ plate, at: middle(plate) }))
    .map(({ plate, at }) => ({ plate, at, fits: fit(at, box) }))
    .filter(({ at, fits }) => fits > -Infinity && !rivals.some((other) => claim(at, other, box) > fits))
    .map(({ plate, fits }) => ({ plate, value: plate.score * Math.exp(fits) }))
    .sort((a, b) => b.value - a.value)[0]?.plate;
}

/** How well a plate there fits the other vehicle, by what it needs to be taken from this one. */
function claim(at: Point, other: PixelBox, box: PixelBox): number {
  return fit(at, other) + Math.sign(bottom(other) - bottom(box)) * IN_FRONT;
}

/** Log likelihood that a vehicle's plate is there, 0 at the usual place; -Infinity where none is. */
function fit([px, py]: Point, [x, y, w, h]: PixelBox): number {
  const [across, down] = [(px - x) / w, (py - y) / h];
  if (across < -OUTSIDE || across > 1 + OUTSIDE || down < HIGHEST || down > 1 + OUTSIDE) return -Infinity;
  const squares = (across - USUAL.across) ** 2 + (down - USUAL.down) ** 2;
  return -squares / (2 * USUAL.deviation ** 2);
}

type Point = [x: number, y: number];

function middle({ corners }: FoundPlate): Point {
  const [x, y, w, h] = quadBox(corners);
  return [x + w / 2, y + h / 2];
}

const bottom = ([, y, , h]: PixelBox) => y + h;
