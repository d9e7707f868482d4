import type { PixelBox } from '../base/box.ts';
import { Axis } from './axis.ts';

/** A detector's box trembles by this part of its sides (measured on rendered clips), and by this many pixels more. */
const TREMBLE = 0.07;
const TREMBLE_PX = 1.5;
/**
 * Nothing is known of a new one's speed: it may be up to so many of its own heights a second, or half as many of its
 * widths: who is seen from the side is longer than high, and drives along its length.
 */
const NEW_SPEED = 3;
/** How much a speed changes in a second: by so many heights a second … */
const WANDER = 0.35;
/** … and by this part of itself: what comes near grows and speeds up in the picture though it drives evenly. */
const LOOMING = 0.7;
/** Natural logarithm by which width and height differ from one look to the next. */
const SIZE_TREMBLE = 0.35;
/** The size follows what is seen by half of the difference. */
const SIZE_GAIN = 0.5;
/** At most 45 degrees beside the way. */
const AHEAD_COSINE = 0.7;
/** A place that is known this well, in parts of the height, adds nothing to the surprise. */
const WELL_KNOWN = 0.1;

/** Standard deviations of where a detector says a box is, pixels: sideways and up and down. */
export function trembleOf([, , w, h]: PixelBox): [x: number, y: number] {
  return [TREMBLE * w + TREMBLE_PX, TREMBLE * h + TREMBLE_PX];
}

/** Where a box is going: its centre by a filter for each axis, its size by a slow follower. */
export class BoxMotion {
  readonly #x: Axis;
  readonly #y: Axis;
  #logW: number;
  #logH: number;
  #t: number;
  /** Where its centre was seen last. */
  #seen: readonly [x: number, y: number];

  /** @param t seconds */
  constructor(box: PixelBox, t: number) {
    const [x, y, w, h] = box;
    const [noiseX, noiseY] = trembleOf(box);
    const newSpeed = NEW_SPEED * Math.max(h, w / 2);
    this.#x = new Axis(x + w / 2, noiseX, newSpeed);
    this.#y = new Axis(y + h / 2, noiseY, newSpeed);
    this.#logW = Math.log(w);
    this.#logH = Math.log(h);
    this.#t = t;
    this.#seen = [x + w / 2, y + h / 2];
  }

  /** Where the box should be now. */
  get expected(): PixelBox {
    const [w, h] = [Math.exp(this.#logW), Math.exp(this.#logH)];
    return [this.#x.at - w / 2, this.#y.at - h / 2, w, h];
  }

  /** Moves the expectation on to a time; one that is not later changes nothing. */
  advance(t: number): void {
    const seconds = t - this.#t;
    if (seconds <= 0) return;
    const wander = WANDER * Math.exp(this.#logH) + LOOMING * Math.hypot(this.#x.speed, this.#y.speed);
    this.#x.advance(seconds, wander);
    this.#y.advance(seconds, wander);
    this.#t = t;
  }

  /** The camera moved: everything is elsewhere in the picture. */
  shift(dx: number, dy: number): void {
    this.#x.at += dx;
    this.#y.at += dy;
  }

  /** Seen, at the time that was advanced to. */
  update(box: PixelBox): void {
    const [x, y, w, h] = box;
    const [noiseX, noiseY] = trembleOf(box);
    this.#x.update(x + w / 2, noiseX);
    this.#y.update(y + h / 2, noiseY);
    this.#seen = [x + w / 2, y + h / 2];
    this.#logW += SIZE_GAIN * (Math.log(w) - this.#logW);
    this.#logH += SIZE_GAIN * (Math.log(h) - this.#logH);
  }

  /** Does a box lie where it was going when it was seen last, as the crow flies? */
  isAhead([x, y, w, h]: PixelBox): boolean {
    const [dx, dy] = [x + w / 2 - this.#seen[0], y + h / 2 - this.#seen[1]];
    const [vx, vy] = [this.#x.speed, this.#y.speed];
    return dx * vx + dy * vy > AHEAD_COSINE * Math.hypot(dx, dy) * Math.hypot(vx, vy);
  }

  /**
   * How unexpected a box is here: its squared distance in standard deviations (Mahalanobis), that of its size, and a
   * price for not knowing the place well, so that who is sure of it goes first (the logarithm in a normal likelihood).
   */
  surprise(box: PixelBox): number {
    const [x, y, w, h] = box;
    const [noiseX, noiseY] = trembleOf(box);
    const [varX, varY] = [this.#x.variance + noiseX ** 2, this.#y.variance + noiseY ** 2];
    const place = (x + w / 2 - this.#x.at) ** 2 / varX + (y + h / 2 - this.#y.at) ** 2 / varY;
    const size = (Math.log(w) - this.#logW) ** 2 + (Math.log(h) - this.#logH) ** 2;
    const unsure = Math.log(Math.sqrt(varX * varY) / (WELL_KNOWN * h) ** 2);
    return place + size / SIZE_TREMBLE ** 2 + unsure;
  }
}
