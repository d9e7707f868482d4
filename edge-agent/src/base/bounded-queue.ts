/**
 * Keeps the newest items up to a limit; what no longer fits is handed back as skipped.
 * One consumer takes with `next`, which waits for an item.
 */
export class BoundedQueue<Item> {
  readonly #limit: number;
  readonly #items: Item[] = [];
  #wake: (() => void) | undefined;
  #closed = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#items.length;
  }

  /** Adds an item; returns the oldest one when the queue was full. */
  push(item: Item): Item | undefined {
    this.#items.push(item);
    const skipped = this.#items.length > this.#limit ? this.#items.shift() : undefined;
    this.#wake?.();
    return skipped;
  }

  /** The oldest item, or undefined once the queue is closed and empty. */
  async next(): Promise<Item | undefined> {
    while (this.#items.length === 0 && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#items.shift();
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }
}
