import type { PixelBox } from '../../edge-agent/src/base/box.ts';
import type { Detection } from '../../edge-agent/src/detect/detection.ts';
import type { Random } from '../render-site/world/random.ts';
import type { Seen } from './film-site.ts';

/** How good the pretended detector is; rates are per object and frame. */
export interface Quality {
  /** Chance to find something that is fully visible. */
  recall: number;
  /** Standard deviation of each side, in parts of the box. */
  jitter: number;
  /** False boxes a frame. */
  falseBoxes: number;
  /** Chance that a class is taken for its neighbour (car and truck, motorbike and bicycle). */
  confusion: number;
}

/** Nobody finds what is smaller than this, pixels of the picture. */
export const SMALLEST_PX = 14;
const HARDLY_VISIBLE = 0.2;
const neighbour = {
  car: 'truck',
  truck: 'car',
  bus: 'truck',
  motorbike: 'bicycle',
  bicycle: 'motorbike',
  person: 'person',
} as const;

/** What a detector of a certain quality would say of what is truly there: hidden things are found less. */
export function pretend(
  seen: readonly Seen[],
  size: { width: number; height: number },
  quality: Quality,
  random: Random,
): Detection[] {
  const found: Detection[] = [];
  for (const { class: name, box, visible } of seen) {
    const [left, top, width, height] = box;
    if (height < SMALLEST_PX || visible < HARDLY_VISIBLE) continue;
    const chance = quality.recall * Math.min(1, (visible - HARDLY_VISIBLE) / 0.4);
    if (random.next() > chance) continue;
    const shake = () => 1 + quality.jitter * gauss(random);
    const [w, h] = [width * shake(), height * shake()];
    const x = left + width / 2 + width * quality.jitter * gauss(random) - w / 2;
    const y = top + height / 2 + height * quality.jitter * gauss(random) - h / 2;
    found.push({
      class: random.next() < quality.confusion ? neighbour[name] : name,
      score: Math.max(0.3, Math.min(0.97, 0.35 + 0.5 * visible + 0.12 * gauss(random))),
      box: [x, y, w, h],
    });
  }
  if (random.next() < quality.falseBoxes) {
    const w = random.between(20, 80);
    const box: PixelBox = [
      random.between(0, size.width - w),
      random.between(size.height * 0.3, size.height - w),
      w,
      w,
    ];
    found.push({ class: 'motorbike', score: random.between(0.3, 0.6), box });
  }
  return found;
}

/** Normal, mean 0, deviation 1 (Box and Muller). */
function gauss(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
