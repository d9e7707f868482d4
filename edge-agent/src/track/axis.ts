/** Unseen, a speed fades: a vehicle brakes sooner or later. Seconds until about a third of it is left. */
const FADE_S = 6;

/**
 * Place and speed along one axis of the picture, with their covariance: a Kalman filter (Kalman 1960) whose speed
 * wanders and fades (an Ornstein-Uhlenbeck process). Steps are real seconds, so a dropped frame is a longer step.
 */
export class Axis {
  /** Pixels. */
  at: number;
  /** Pixels a second. */
  speed = 0;
  #placeVar: number;
  #bothVar = 0;
  #speedVar: number;

  /** @param noise standard deviation of the place, pixels; @param speedNoise of the speed, which begins at 0 */
  constructor(at: number, noise: number, speedNoise: number) {
    this.at = at;
    this.#placeVar = noise ** 2;
    this.#speedVar = speedNoise ** 2;
  }

  /** Variance of the place, square pixels. */
  get variance(): number {
    return this.#placeVar;
  }

  /** @param wander how much the speed changes in a second, standard deviation, pixels a second */
  advance(seconds: number, wander: number): void {
    const kept = Math.exp(-seconds / FADE_S);
    const reach = FADE_S * (1 - kept);
    const noise = wander ** 2;
    this.at += this.speed * reach;
    this.speed *= kept;
    const [place, both, speed] = [this.#placeVar, this.#bothVar, this.#speedVar];
    this.#placeVar = place + 2 * reach * both + reach ** 2 * speed + (noise * seconds ** 3) / 3;
    this.#bothVar = kept * (both + reach * speed) + (noise * seconds ** 2) / 2;
    this.#speedVar = kept ** 2 * speed + noise * seconds;
  }

  /** Something was seen at a place, with a noise of so many pixels. */
  update(at: number, noise: number): void {
    const total = this.#placeVar + noise ** 2;
    const [place, speed] = [this.#placeVar / total, this.#bothVar / total];
    const off = at - this.at;
    this.at += place * off;
    this.speed += speed * off;
    this.#speedVar -= speed * this.#bothVar;
    this.#bothVar *= 1 - place;
    this.#placeVar *= 1 - place;
  }
}
