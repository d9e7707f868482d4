import { familyOf } from '@vamco/contracts';
import { iou, within, type PixelBox } from '../base/box.ts';
import type { Detection } from '../detect/detection.ts';

/** A box that shares so much with one that is followed already is a second box on the same body. */
const DOUBLE_IOU = 0.3;
const DOUBLE_WITHIN = 0.65;
/** … unless it is much smaller: then it is another body before a larger one. */
const DOUBLE_AREA = 0.35;
/** Where somebody of its kind is expected, and was seen so lately, it is that one, badly seen. */
const EXPECTED_IOU = 0.35;
export const EXPECTED_S = 1;

/** Somebody who is followed and has no box in this frame. */
export interface Unseen {
  class: Detection['class'];
  /** Where its box should be, pixels. */
  expected: PixelBox;
}

/**
 * May this box begin a track, if it is sure enough?
 *
 * @param seen boxes of this frame that belong to tracks, old and new ones
 * @param unseen followed bodies that were seen in the last `EXPECTED_S` seconds, but not in this frame
 */
export function isSomebodyNew(
  detection: Detection,
  seen: readonly Detection[],
  unseen: readonly Unseen[],
): boolean {
  if (seen.some((other) => other === detection || isDouble(other, detection))) return false;
  return !unseen.some(
    (one) =>
      familyOf(one.class) === familyOf(detection.class) && iou(one.expected, detection.box) > EXPECTED_IOU,
  );
}

/** Is the other box a second one on the body that is followed already? */
export function isDouble(followed: Detection, other: Detection): boolean {
  if (familyOf(followed.class) !== familyOf(other.class)) return false;
  const [area, whole] = [other.box[2] * other.box[3], followed.box[2] * followed.box[3]];
  if (area < DOUBLE_AREA * whole) return false;
  return iou(followed.box, other.box) > DOUBLE_IOU || within(followed.box, other.box) > DOUBLE_WITHIN;
}
