import type { PixelBox } from '../base/box.ts';
import type { Detection } from './detection.ts';
import { suppress } from './suppress.ts';

/** A box this near (pixels of the picture) to a region's edge inside the picture is cut there. */
const EDGE_PX = 4;

/** Boxes found in the enlarged `region` (pixels of the picture), moved to the picture; cut ones are left out. */
export function fromRegion(
  found: Detection[],
  region: PixelBox,
  size: { width: number; height: number },
): Detection[] {
  const [rx, ry, rw, rh] = region;
  return found.flatMap(({ box: [x, y, w, h], ...rest }) => {
    const cut =
      (rx > 0 && x < EDGE_PX) ||
      (ry > 0 && y < EDGE_PX) ||
      (rx + rw < size.width && x + w > rw - EDGE_PX) ||
      (ry + rh < size.height && y + h > rh - EDGE_PX);
    const moved: PixelBox = [x + rx, y + ry, w, h];
    return cut ? [] : [{ ...rest, box: moved }];
  });
}

/** One list out of several looks at one picture: the same object is kept once, as seen best. */
export function joinLooks(looks: Detection[][]): Detection[] {
  return looks.length === 1 ? (looks[0] ?? []) : suppress(looks.flat());
}

/** A region `[x, y, w, h]` in 0..1 as pixels of a picture. */
export function regionPixels(
  [x, y, w, h]: readonly [number, number, number, number],
  size: { width: number; height: number },
): PixelBox {
  return [x * size.width, y * size.height, w * size.width, h * size.height];
}
