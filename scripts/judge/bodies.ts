import type { PixelBox } from '../../edge-agent/src/base/box.ts';
import type { Truth } from '../../tests/support/truth.ts';
import type { Body } from '../bench-tracker/id-figures.ts';

/** Bodies that a tracker must keep: seen by so much, so high in the picture. */
const VISIBLE_PERCENT = 30;
const HEIGHT_PX = 20;

/** Everyone in the picture at a time, with the part of the whole body that lies in the picture; a detector sees no more. */
export function bodiesAt(truth: Truth, t: number): (Body & { visible: number })[] {
  const objects = truth.frames[Math.round(t * truth.fps)]?.objects ?? [];
  return objects.map(([id = 0, , , , , x = 0, y = 0, w = 0, h = 0, visible = 0]) => {
    const box = inPicture([x, y, w, h], truth);
    return { id, box, visible: visible / 100, ignored: visible < VISIBLE_PERCENT || box[3] < HEIGHT_PX };
  });
}

function inPicture([x, y, w, h]: PixelBox, { width, height }: Truth): PixelBox {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  return [left, top, Math.min(width, x + w) - left, Math.min(height, y + h) - top];
}
