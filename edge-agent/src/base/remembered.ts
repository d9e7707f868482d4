/** How long a vehicle that left is remembered: its event may still be on its way. */
const REMEMBER_MS = 15_000;

/** What is known of each vehicle that a camera follows, by track; forgotten some time after it left. */
export class Remembered<V> extends Map<number, V> {
  readonly #seenMs = new Map<number, number>();

  /** @param followed the vehicles that are there now */
  forgetOthers(followed: readonly { id: number }[], nowMs: number): void {
    for (const { id } of followed) this.#seenMs.set(id, nowMs);
    for (const id of [...this.keys(), ...this.#seenMs.keys()]) {
      const seenMs = this.#seenMs.get(id) ?? nowMs;
      this.#seenMs.set(id, seenMs);
      if (seenMs >= nowMs - REMEMBER_MS) continue;
      this.#seenMs.delete(id);
      this.delete(id);
    }
  }
}
