/** A lamp that goes on or off changes its look by so much, 0..255. */
const SWING = 55;
/**
 * Warning lamps flash two to four times a second (UN Regulation 65): however seldom frames come, one that is looked at
 * goes on or off again soon. Brake lamps and passing lights do not.
 */
const SOON_S = 0.75;
/** On and off, three times over. */
const ENOUGH = 6;
/** Without a look for so long nobody knows what happened between. */
export const BLIND_S = 0.7;

/** Counts how often one colour goes up and down without a rest. Time comes with the looks, in seconds. */
export class FlashCount {
  #rising = true;
  /** The furthest that it came since it turned. */
  #extreme = 0;
  #lookedS = -Infinity;
  #turnedS = -Infinity;
  #turns = 0;
  #most = 0;

  /** Has it gone on and off often enough to be a warning lamp? Stays so. */
  get flashes(): boolean {
    return this.#most >= ENOUGH;
  }

  look(value: number, t: number): void {
    if (t - this.#lookedS > BLIND_S) this.#begin(value);
    this.#lookedS = t;
    const way = this.#rising ? 1 : -1;
    if ((value - this.#extreme) * way >= 0) {
      this.#extreme = value;
      return;
    }
    if (Math.abs(value - this.#extreme) < SWING) return;
    this.#turns = t - this.#turnedS <= SOON_S ? this.#turns + 1 : 1;
    this.#most = Math.max(this.#most, this.#turns);
    this.#rising = !this.#rising;
    this.#extreme = value;
    this.#turnedS = t;
  }

  #begin(value: number): void {
    this.#extreme = value;
    this.#turns = 0;
    this.#turnedS = -Infinity;
  }
}
