import type { ObjectClass } from '@vamco/contracts';
import type { PixelBox } from '../../edge-agent/src/base/box.ts';
import type { Detection } from '../../edge-agent/src/detect/detection.ts';
import type { Random } from '../render-site/world/random.ts';

/** Someone in a frame; the part of the whole body that lies in the picture, pixels, and how much of the body is seen. */
export interface Seen {
  id: number;
  class: ObjectClass;
  box: PixelBox;
  visible: number;
}

/** How good the pretended detector is; rates are per object and frame. */
export interface Quality {
  /** Chance to find something that is near and fully visible. */
  recall: number;
  /** Standard deviation of each side, in parts of the box. */
  jitter: number;
  /** False boxes a frame. */
  falseBoxes: number;
  /** Chance that a class is taken for its neighbour (car and truck, motorbike and bicycle). */
  confusion: number;
}

/** Nobody finds what is smaller than this, pixels of the picture. */
const SMALLEST_PX = 14;
/** What is this high is found as well as it can be. */
const EASY_PX = 60;
const HARDLY_VISIBLE = 0.15;
const EASILY_VISIBLE = 0.75;
/** A miss lasts: the luck of an object forgets itself in so many seconds. */
const MEMORY_S = 0.8;
const LOWEST_SCORE = 0.2;
const neighbour = {
  car: 'truck',
  truck: 'car',
  bus: 'truck',
  motorbike: 'bicycle',
  bicycle: 'motorbike',
  person: 'person',
} as const;

/**
 * What a detector of a certain quality would say of what is truly there. What is hidden or small is found less, its
 * score is lower, and whom it misses it goes on missing for a while, as the real one does.
 */
export class PretendedDetector {
  readonly #quality: Quality;
  readonly #random: Random;
  readonly #size: { width: number; height: number };
  readonly #luck = new Map<number, { t: number; z: number }>();

  constructor(quality: Quality, random: Random, size: { width: number; height: number }) {
    this.#quality = quality;
    this.#random = random;
    this.#size = size;
  }

  /** @param t seconds, growing */
  look(seen: readonly Seen[], t: number): Detection[] {
    const found = seen.flatMap((one) => this.#find(one, t) ?? []);
    if (this.#random.next() < this.#quality.falseBoxes) found.push(this.#falseBox());
    return found;
  }

  #find({ id, class: name, box, visible }: Seen, t: number): Detection | undefined {
    const [left, top, width, height] = box;
    const random = this.#random;
    const { recall, jitter, confusion } = this.#quality;
    if (height < SMALLEST_PX || visible < HARDLY_VISIBLE) return undefined;
    const sight = Math.min(1, (visible - HARDLY_VISIBLE) / (EASILY_VISIBLE - HARDLY_VISIBLE));
    const near = Math.min(1, (height - SMALLEST_PX) / (EASY_PX - SMALLEST_PX));
    const luck = this.#luckOf(id, t);
    // A perfect detector misses only what is hidden.
    if (luck > recall ** (3 - 2 * near) * sight) return undefined;
    const shake = () => jitter * this.#gauss();
    const [w, h] = [width * (1 + shake()), height * (1 + shake())];
    const x = left + width / 2 + width * shake() - w / 2;
    const y = top + height / 2 + height * shake() - h / 2;
    const score = 0.25 + 0.35 * sight + 0.25 * near + (1 - recall) * this.#gauss();
    return {
      class: random.next() < confusion ? neighbour[name] : name,
      score: Math.max(LOWEST_SCORE, Math.min(0.97, score)),
      box: [x, y, w, h],
    };
  }

  /** 0..1, evenly spread, and much the same as a moment ago. */
  #luckOf(id: number, t: number): number {
    const before = this.#luck.get(id);
    const kept = before ? Math.exp((before.t - t) / MEMORY_S) : 0;
    const z = kept * (before?.z ?? 0) + Math.sqrt(1 - kept ** 2) * this.#gauss();
    this.#luck.set(id, { t, z });
    // The normal distribution's share below z, by the logistic curve (error below 0.01).
    return 1 / (1 + Math.exp(-1.702 * z));
  }

  #falseBox(): Detection {
    const random = this.#random;
    const { width, height } = this.#size;
    const side = random.between(20, 80);
    const box: PixelBox = [
      random.between(0, width - side),
      random.between(height * 0.3, height - side),
      side,
      side,
    ];
    return { class: 'motorbike', score: random.between(LOWEST_SCORE, 0.6), box };
  }

  /** Normal, mean 0, deviation 1 (Box and Muller). */
  #gauss(): number {
    const random = this.#random;
    return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  }
}
