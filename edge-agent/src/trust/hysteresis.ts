/** A finding that must last before it counts, and must be gone for a while before it no longer does. */
export class Hysteresis {
  readonly #raiseS: number;
  readonly #clearS: number;
  #since: number | undefined;
  #raised = false;

  constructor(raiseS: number, clearS: number) {
    this.#raiseS = raiseS;
    this.#clearS = clearS;
  }

  get raised(): boolean {
    return this.#raised;
  }

  /** @param atS monotonic seconds; returns whether it counts now */
  see(is: boolean, atS: number): boolean {
    if (is === this.#raised) this.#since = undefined;
    else {
      this.#since ??= atS;
      if (atS - this.#since >= (is ? this.#raiseS : this.#clearS)) {
        this.#raised = is;
        this.#since = undefined;
      }
    }
    return this.#raised;
  }
}
