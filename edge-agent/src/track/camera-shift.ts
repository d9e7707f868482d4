import type { PixelBox } from '../base/box.ts';
import type { Detection } from '../detect/detection.ts';

/** So many must agree before the camera is said to have moved. */
const MIN_AGREEING = 5;
/** Less is the trembling of boxes, pixels. */
const SMALLEST_PX = 2;
/** Who agrees differs from the common shift by less than this part of it, in the middle of all. */
const SPREAD = 0.8;
/** A box is looked for within its own height of where it was expected, at much the same height. */
const NEAR_HEIGHTS = 1;
const SAME_SIZE = 0.3;

/**
 * How far a shaking camera moved since the frame before, pixels: the middle of how far all known things are from where
 * they were expected. Traffic that brakes or turns together is no shake: it does not agree so well.
 *
 * @param expected boxes of things that were seen just before
 */
export function cameraShift(
  expected: readonly PixelBox[],
  detections: readonly Detection[],
): readonly [dx: number, dy: number] {
  const moves = expected.flatMap((box) => moveOf(box, detections) ?? []);
  if (moves.length < MIN_AGREEING) return [0, 0];
  const dx = middle(moves.map((move) => move.dx));
  const dy = middle(moves.map((move) => move.dy));
  const shift = Math.hypot(dx, dy);
  const spread =
    middle(moves.map((move) => Math.abs(move.dx - dx))) + middle(moves.map((move) => Math.abs(move.dy - dy)));
  return shift > SMALLEST_PX && spread < SPREAD * shift ? [dx, dy] : [0, 0];
}

/** From where a box was expected to the nearest of its size. */
function moveOf(
  [x, y, w, h]: PixelBox,
  detections: readonly Detection[],
): { dx: number; dy: number } | undefined {
  let best: { dx: number; dy: number } | undefined;
  let nearest = NEAR_HEIGHTS * h;
  for (const { box } of detections) {
    const dx = box[0] + box[2] / 2 - x - w / 2;
    const dy = box[1] + box[3] / 2 - y - h / 2;
    const distance = Math.hypot(dx, dy);
    if (distance >= nearest || Math.abs(Math.log(box[3] / h)) > SAME_SIZE) continue;
    nearest = distance;
    best = { dx, dy };
  }
  return best;
}

function middle(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
