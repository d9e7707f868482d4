import type { Decision, Overview, ViolationItem } from '@vamco/contracts';

/** What the pages are told as it happens. */
export type LiveMessage =
  | { name: 'violation'; data: ViolationItem }
  | { name: 'decision'; data: Decision }
  | { name: 'overview'; data: Overview };

/** Hands each message to everyone who listens. */
export class Live {
  readonly #listeners = new Set<(message: LiveMessage) => void>();

  listen(listener: (message: LiveMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(message: LiveMessage): void {
    for (const listener of this.#listeners) listener(message);
  }
}
