import type { ObjectClass } from '@vamco/contracts';
import { iou } from '../base/box.ts';
import { type Detection } from './detection.ts';

/** One vehicle often answers as car and truck at once: classes of one family compete for a box. */
const family: Record<ObjectClass, number> = { car: 0, truck: 0, bus: 0, motorbike: 1, bicycle: 1, person: 2 };
const MAX_IOU = 0.5;
/** A clearly smaller box that lies this far inside a better one is a part of it. */
const MAX_INSIDE = 0.85;
/** Two boxes of one four-wheeler: one around the cabin, one around the shadow too. */
const MAX_SHARED = 0.72;
const VEHICLE = 0;

/** Non-maximum suppression within a family of classes; best first. */
export function suppress(candidates: Detection[]): Detection[] {
  const kept: Detection[] = [];
  for (const candidate of candidates.sort((a, b) => b.score - a.score)) {
    const covered = kept.some(
      (better) => family[better.class] === family[candidate.class] && overlaps(better, candidate),
    );
    if (!covered) kept.push(candidate);
  }
  return kept;
}

function overlaps(better: Detection, other: Detection): boolean {
  if (iou(better.box, other.box) > MAX_IOU) return true;
  const [x, y, w, h] = other.box;
  const [bx, by, bw, bh] = better.box;
  const width = Math.min(x + w, bx + bw) - Math.max(x, bx);
  const height = Math.min(y + h, by + bh) - Math.max(y, by);
  if (width <= 0 || height <= 0) return false;
  const shared = (width * height) / Math.min(w * h, bw * bh);
  // Riders in a queue cover each other; cars, seen from a mast, hardly do.
  return family[better.class] === VEHICLE
    ? shared > MAX_SHARED
    : shared > MAX_INSIDE && w * h < 0.5 * bw * bh;
}
