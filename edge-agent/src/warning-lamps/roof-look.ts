import type { PixelBox } from '../base/box.ts';
import type { RgbPicture } from '../base/rgb-picture.ts';

/** What shines on a vehicle's roof in one frame, 0..255: how red and how blue its most coloured spots are. */
export interface RoofLook {
  red: number;
  blue: number;
}

/** Lamps stand on the roof: a little over the box, and, seen from above, in its upper part. Parts of its height. */
const ABOVE = 0.12;
const BELOW = 0.4;
/** Large vehicles are looked at in at most so many columns. */
const MOST_COLUMNS = 64;
/** A lamp is so large a part of what is looked at. */
const SPOT_SHARE = 0.01;
const LEAST_SPOT = 2;
/** Amber (turn indicators, warning lights of works) has more than half as much green as red. */
const AMBER = 1.6;

/** Where the lamps of a vehicle with this box may be. */
export function roofOf([x, y, w, h]: PixelBox): PixelBox {
  return [x, y - ABOVE * h, w, (ABOVE + BELOW) * h];
}

/**
 * Looks at the roof of a vehicle.
 *
 * @param roof in pixels of the source picture
 * @param scale source pixels for one pixel of `picture`
 */
export function lookAtRoof({ data, width, height }: RgbPicture, roof: PixelBox, scale: number): RoofLook {
  const [x, y, w, h] = roof.map((side) => side / scale) as PixelBox;
  const [left, right] = [Math.max(0, Math.floor(x)), Math.min(width, Math.ceil(x + w))];
  const [top, bottom] = [Math.max(0, Math.floor(y)), Math.min(height, Math.ceil(y + h))];
  const step = Math.max(1, Math.ceil((right - left) / MOST_COLUMNS));
  const [reds, blues]: [number[], number[]] = [[], []];
  for (let v = top; v < bottom; v += step) {
    for (let u = left; u < right; u += step) {
      const at = (v * width + u) * 3;
      const [r, g, b] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
      reds.push(r - Math.max(AMBER * g, b));
      blues.push(b - Math.max(r, g));
    }
  }
  return { red: spot(reds), blue: spot(blues) };
}

/** Mean of the strongest ones. */
function spot(values: number[]): number {
  const count = Math.min(values.length, Math.max(LEAST_SPOT, Math.round(values.length * SPOT_SHARE)));
  const strongest = values.sort((a, b) => b - a).slice(0, count);
  return Math.max(0, strongest.reduce((sum, value) => sum + value, 0) / Math.max(1, count));
}
