import type { SignalState } from '@vamco/contracts';

/** One state and the time (s) that it was shown; `untilS` is as far as it is certain when it still lasts. */
export interface Phase {
  state: SignalState;
  sinceS: number;
  untilS: number;
  /** Another state followed. */
  over: boolean;
}

/** Changes that are remembered: an hour of a busy signal. */
const MAX_CHANGES = 256;

/** What one signal showed and when, as far as it is certain. Times in the seconds of the frames. */
export class SignalTimeline {
  readonly #changes: { state: SignalState; sinceS: number }[] = [];
  #settledS = -Infinity;

  /** From `sinceS` on the signal shows `state`. */
  change(state: SignalState, sinceS: number): void {
    this.#changes.push({ state, sinceS });
    if (this.#changes.length > MAX_CHANGES) this.#changes.shift();
  }

  /** Up to `t` nothing that comes later can change the past. */
  settle(t: number): void {
    this.#settledS = Math.max(this.#settledS, t);
  }

  /** The phase that `t` lies in; undefined before the memory and where nothing is certain yet. */
  phaseAt(t: number): Phase | undefined {
    if (t > this.#settledS) return undefined;
    const index = this.#changes.findLastIndex(({ sinceS }) => sinceS <= t);
    const [phase, next] = [this.#changes[index], this.#changes[index + 1]];
    return phase && { ...phase, untilS: next?.sinceS ?? this.#settledS, over: next !== undefined };
  }

  /** What it showed between two moments, oldest first, as far as it is certain. */
  phases(fromS: number, toS: number): Phase[] {
    return this.#changes
      .map(({ state, sinceS }, index): Phase => {
        const next = this.#changes[index + 1];
        return { state, sinceS, untilS: next?.sinceS ?? this.#settledS, over: next !== undefined };
      })
      .filter(({ sinceS, untilS }) => sinceS <= toS && untilS >= fromS && untilS >= sinceS);
  }
}
