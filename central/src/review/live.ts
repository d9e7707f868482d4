import type { Decision, Overview, ViolationItem } from '@vamco/contracts';

/** What the pages are told as it happens. */
export type LiveMessage =
  | { name: 'violation' | 'changed'; data: ViolationItem }
  | { name: 'decision'; data: Decision }
  | { name: 'overview'; data: Overview };

/** At a busy junction the figures change many times a second; people read them once. */
const OVERVIEW_MS = 250;

/** Hands each message to everyone who listens. */
export class Live {
  readonly #overview: () => Overview;
  readonly #listeners = new Set<(message: LiveMessage) => void>();
  #timer: NodeJS.Timeout | undefined;

  /** @param overview reads the figures as they are now */
  constructor(overview: () => Overview) {
    this.#overview = overview;
  }

  listen(listener: (message: LiveMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(message: LiveMessage): void {
    for (const listener of this.#listeners) listener(message);
  }

  /** The figures changed: everyone hears of it soon, once for many changes. */
  overviewChanged(): void {
    if (this.#listeners.size === 0 || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#listeners.size > 0) this.tell({ name: 'overview', data: this.#overview() });
    }, OVERVIEW_MS);
  }

  /** Nothing is told after this. */
  close(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }
}
