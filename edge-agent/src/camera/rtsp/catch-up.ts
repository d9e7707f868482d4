/** A reader that is so far behind, seconds of the stream, lets pictures go, */
const BEHIND_S = 3;
/** but never for less than this: a key picture of a large camera comes in one go. */
const LEAST_BYTES = 1_000_000;
/** Who has just begun has the stream's beginning to read first. */
const BEGINS_S = 10;
/** Streams that are refreshed bit by bit have no key picture: after so long it goes on with any. */
const NO_KEY_S = 12;

/** One packet, as the relay sees it. */
export interface Passing {
  /** Seconds of the stream so far, by its time stamps. */
  streamS: number;
  /** A picture begins with it. */
  begins: boolean;
  /** Does a picture that needs no other begin with it? Asked only of who lets pictures go. */
  isKey: () => boolean;
  /** What the reader has not taken yet. */
  backlogBytes: number;
  /** What the stream brings. */
  bytesPerS: number;
}

/**
 * What a reader that cannot keep up gets: whole pictures until it is three seconds behind, then nothing until the next key
 * picture that it has room for. Without it a busy box would decode what was half a minute ago, and hold all that waits. Pure.
 */
export class CatchUp {
  readonly #onLetGo: (seconds: number) => void;
  #sinceS: number | undefined;
  #skippingS: number | undefined;

  /** @param onLetGo the reader goes on, so many seconds of the stream were let go before */
  constructor(onLetGo: (seconds: number) => void) {
    this.#onLetGo = onLetGo;
  }

  admits({ streamS, begins, isKey, backlogBytes, bytesPerS }: Passing): boolean {
    this.#sinceS ??= streamS;
    const most = Math.max(LEAST_BYTES, BEHIND_S * bytesPerS);
    if (this.#skippingS !== undefined) {
      if (backlogBytes > most / 2) return false;
      const hasNoKeys = streamS - this.#skippingS >= NO_KEY_S;
      if (!isKey() && !(begins && hasNoKeys)) return false;
      this.#onLetGo(streamS - this.#skippingS);
      this.#skippingS = undefined;
    } else if (begins && streamS - this.#sinceS >= BEGINS_S && backlogBytes > most) {
      this.#skippingS = streamS;
      return false;
    }
    return true;
  }
}
