/** So many a second, with a reserve of one second. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #now: () => number;
  #tokens: number;
  #filledMs: number;

  /** @param now monotonic milliseconds */
  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
    this.#tokens = perSecond;
    this.#filledMs = now();
  }

  available(): number {
    const nowMs = this.#now();
    this.#tokens = Math.min(
      this.#perSecond,
      this.#tokens + ((nowMs - this.#filledMs) / 1000) * this.#perSecond,
    );
    this.#filledMs = nowMs;
    return this.#tokens;
  }

  take(count: number): void {
    this.#tokens = this.available() - count;
  }
}
