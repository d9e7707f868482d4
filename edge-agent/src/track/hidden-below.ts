import type { PixelBox } from '../base/box.ts';

/** A nearer box hides somebody's lower edge when it covers so much of its length … */
const COVERED = 0.4;
/** … and reaches from there further down by this part of the height. Boxes tremble: it need not quite touch. */
const FURTHER_DOWN = 0.1;
const TOUCHES = 0.03;

/**
 * Does somebody nearer hide the lower edge of a box? Then the box ends where the other one begins, and not where its own
 * body touches the ground.
 *
 * @param others all boxes of the frame, pixels; the box itself may be among them
 */
export function isHiddenBelow([x, y, w, h]: PixelBox, others: readonly PixelBox[]): boolean {
  const bottom = y + h;
  return others.some(([ox, oy, ow, oh]) => {
    const covered = Math.min(x + w, ox + ow) - Math.max(x, ox);
    return covered >= COVERED * w && oy <= bottom + TOUCHES * h && oy + oh >= bottom + FURTHER_DOWN * h;
  });
}
