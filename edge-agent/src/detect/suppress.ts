import { familyOf } from '@vamco/contracts';
import { iou, type PixelBox } from '../base/box.ts';
import { type Detection } from './detection.ts';

/** Boxes that overlap more are one thing; riders and people in a queue cover each other more than cars do. */
const MAX_IOU = { vehicle: 0.5, 'two-wheeler': 0.57, person: 0.53 } as const;
/**
 * Boxes of two families that overlap more are one body, called by two names: of 2,000 such pairs on rendered minutes 44
 * were two bodies. A rider's box and their motorbike's share less.
 */
const MAX_IOU_ACROSS = 0.7;
/** A vehicle's box that shares more of the smaller one with a better box is a part of it (a cabin, a shadow) … */
const MAX_SHARED = 0.72;
/** … when it is much less certain too. People and riders stand in front of each other: theirs are never parts. */
const PART_SCORE = 0.7;

/** Non-maximum suppression, stricter within a family of classes; best first. */
export function suppress(candidates: Detection[]): Detection[] {
  const kept: Detection[] = [];
  for (const candidate of candidates.sort((a, b) => b.score - a.score)) {
    if (!kept.some((better) => isSame(candidate, better))) kept.push(candidate);
  }
  return kept;
}

function isSame(candidate: Detection, better: Detection): boolean {
  const own = familyOf(candidate.class);
  const overlap = iou(better.box, candidate.box);
  if (familyOf(better.class) !== own) return overlap > MAX_IOU_ACROSS;
  return overlap > MAX_IOU[own] || (own === 'vehicle' && isPart(candidate, better));
}

function isPart(candidate: Detection, better: Detection): boolean {
  const unsure = candidate.score < PART_SCORE * better.score;
  return unsure && sharedPart(better.box, candidate.box) > MAX_SHARED;
}

/** Intersection over the smaller of two boxes, 0..1. */
function sharedPart([x, y, w, h]: PixelBox, [ox, oy, ow, oh]: PixelBox): number {
  const width = Math.min(x + w, ox + ow) - Math.max(x, ox);
  const height = Math.min(y + h, oy + oh) - Math.max(y, oy);
  return width <= 0 || height <= 0 ? 0 : (width * height) / Math.min(w * h, ow * oh);
}
