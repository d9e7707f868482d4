import type { PixelBox } from '../base/box.ts';
import type { RgbPicture } from '../base/rgb-picture.ts';

/** A box is cut into so many rows and columns. */
const PARTS = 4;
/** A part is looked at in at most so many rows and columns of pixels: enough for a mean. */
const LOOKS = 4;

/**
 * Mean colours of the parts of a box, `PARTS` × `PARTS` × RGB, row by row: what a body looks like, well enough to tell a
 * red motorbike from a blue one.
 *
 * @param box in pixels of the source picture
 * @param scale source pixels for one pixel of `picture`
 */
export function coloursOf({ data, width, height }: RgbPicture, box: PixelBox, scale: number): Uint8Array {
  const [x, y, w, h] = box;
  const colours = new Uint8Array(PARTS * PARTS * 3);
  const [stepX, stepY] = [w / scale / PARTS / LOOKS, h / scale / PARTS / LOOKS];
  for (let part = 0; part < PARTS * PARTS; part += 1) {
    const left = x / scale + (part % PARTS) * LOOKS * stepX;
    const top = y / scale + Math.floor(part / PARTS) * LOOKS * stepY;
    let [red, green, blue] = [0, 0, 0];
    for (let look = 0; look < LOOKS * LOOKS; look += 1) {
      const u = inside(left + ((look % LOOKS) + 0.5) * stepX, width);
      const v = inside(top + (Math.floor(look / LOOKS) + 0.5) * stepY, height);
      const at = (v * width + u) * 3;
      red += data[at] ?? 0;
      green += data[at + 1] ?? 0;
      blue += data[at + 2] ?? 0;
    }
    colours[part * 3] = red / LOOKS ** 2;
    colours[part * 3 + 1] = green / LOOKS ** 2;
    colours[part * 3 + 2] = blue / LOOKS ** 2;
  }
  return colours;
}

function inside(value: number, length: number): number {
  return Math.min(length - 1, Math.max(0, Math.floor(value)));
}
