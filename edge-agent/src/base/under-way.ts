/** Work that nobody waits for yet; each failure is said once, and the end can wait for all of it. */
export class UnderWay {
  readonly #work = new Set<Promise<void>>();
  readonly #failed: (error: unknown) => void;

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  add(work: Promise<void>): void {
    const guarded = work.catch(this.#failed).finally(() => this.#work.delete(guarded));
    this.#work.add(guarded);
  }

  /** Settles when everything that was added so far has ended, well or not. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#work);
  }
}
