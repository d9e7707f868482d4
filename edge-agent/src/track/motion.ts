import type { PixelBox } from '../base/box.ts';

/** Unseen, a vehicle is expected to slow down: its speed is worth this many seconds in the end. */
const COAST_S = 2;

/**
 * Constant velocity of a box's centre with a slow follower for its size (an alpha-beta filter). Steps are
 * real seconds, so a dropped frame is a longer step, not a slower vehicle.
 */
export class BoxMotion {
  #cx: number;
  #cy: number;
  #vx = 0;
  #vy = 0;
  #w: number;
  #h: number;
  #t: number;
  #updates = 1;

  constructor(box: PixelBox, t: number) {
    [this.#cx, this.#cy] = centre(box);
    [, , this.#w, this.#h] = box;
    this.#t = t;
  }

  get updates(): number {
    return this.#updates;
  }

  /** Where the box should be at time `t` (s). */
  predict(t: number): PixelBox {
    const dt = COAST_S * (1 - Math.exp(-Math.max(0, t - this.#t) / COAST_S));
    const x = this.#cx + this.#vx * dt - this.#w / 2;
    const y = this.#cy + this.#vy * dt - this.#h / 2;
    return [x, y, this.#w, this.#h];
  }

  update(box: PixelBox, t: number): void {
    const dt = t - this.#t;
    if (dt <= 0) return;
    const [px, py, pw, ph] = this.predict(t);
    const [cx, cy] = centre(box);
    const rx = cx - (px + pw / 2);
    const ry = cy - (py + ph / 2);
    // The second sighting alone tells the speed; later ones correct it.
    const beta = this.#updates === 1 ? 1 : 0.3;
    const alpha = this.#updates === 1 ? 1 : 0.75;
    this.#vx += (beta * rx) / dt;
    this.#vy += (beta * ry) / dt;
    this.#cx = px + pw / 2 + alpha * rx;
    this.#cy = py + ph / 2 + alpha * ry;
    this.#w += 0.6 * (box[2] - this.#w);
    this.#h += 0.6 * (box[3] - this.#h);
    this.#t = t;
    this.#updates += 1;
  }
}

function centre([x, y, w, h]: PixelBox): [number, number] {
  return [x + w / 2, y + h / 2];
}
