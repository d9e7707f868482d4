/** A decoder that is so far behind, seconds and pictures, lets pictures go; it goes on when it is half as far behind. */
const BEHIND_S = 3;
const BEHIND_PICTURES = 10;
/** … or after so long, whatever it says: then it has had time. Seconds. */
const HAD_TIME_S = 6;
/** Who has just begun has the stream's beginning to read first. */
const BEGINS_S = 10;
/** Streams that are refreshed bit by bit have no key picture: after so long it goes on with any. */
const NO_KEY_S = 12;
/** Stamps are whole ticks on both sides: what differs by more is another picture. Seconds. */
const SAME_STAMP_S = 0.0005;
/** So many stamps in a row that nobody was given: the decoder counts otherwise, and nothing is known of how far it is. */
const STRANGERS = 10;

/** One packet, as the relay sees it. */
export interface Passing {
  /** Time stamp of the picture that begins with it, seconds of the stream; undefined when it goes on with one. */
  stampS: number | undefined;
  /** Seconds of the stream so far. */
  streamS: number;
  /** When it came, ms on any clock that only goes on. */
  nowMs: number;
  /** Does a picture that needs no other begin with it? Asked only of who lets pictures go. */
  isKey: () => boolean;
}

/**
 * What a decoder that cannot keep up gets: whole pictures until it is three seconds behind, then nothing until the next key
 * picture that it has room for. Without it a busy box would decode what was half a minute ago, and hold all that waits.
 *
 * How far behind it is, the decoder's own stamps say: of bytes that it has not taken, megabytes are in the system's buffers of
 * its connection, where a small stream has room for a quarter of a minute. Pure.
 */
export class CatchUp {
  readonly #onLetGo: (seconds: number) => void;
  /** Pictures that were handed on and are not decoded, oldest first. */
  #waiting: { stampS: number; atMs: number }[] = [];
  #strangers = 0;
  #sinceS: number | undefined;
  #skippingS: number | undefined;

  /** @param onLetGo the reader goes on, so many seconds of the stream were let go before */
  constructor(onLetGo: (seconds: number) => void) {
    this.#onLetGo = onLetGo;
  }

  admits({ stampS, streamS, nowMs, isKey }: Passing): boolean {
    this.#sinceS ??= streamS;
    const begins = stampS !== undefined;
    if (this.#skippingS !== undefined) {
      const hadTime = streamS - this.#skippingS >= HAD_TIME_S;
      if (this.#isBehind(BEHIND_S / 2, BEHIND_PICTURES / 2) && !hadTime) return false;
      const hasNoKeys = streamS - this.#skippingS >= NO_KEY_S;
      if (!isKey() && !(begins && hasNoKeys)) return false;
      this.#onLetGo(streamS - this.#skippingS);
      this.#skippingS = undefined;
    } else if (begins && streamS - this.#sinceS >= BEGINS_S && this.#isBehind(BEHIND_S, BEHIND_PICTURES)) {
      this.#skippingS = streamS;
      return false;
    }
    if (begins) this.#waiting.push({ stampS, atMs: nowMs });
    return true;
  }

  /** The decoder has got as far as the picture with this stamp; NaN when the picture has none. */
  decoded(stampS: number): void {
    const index = this.#waiting.findIndex((one) => Math.abs(one.stampS - stampS) < SAME_STAMP_S);
    this.#strangers = index < 0 ? this.#strangers + 1 : 0;
    if (index >= 0) this.#waiting.splice(0, index + 1);
    else if (this.#strangers >= STRANGERS) this.#waiting = [];
  }

  /**
   * Few pictures are no work, however long they take to come: a decoder tells of one when the next one is there, and of those
   * alone that are analysed.
   */
  #isBehind(seconds: number, pictures: number): boolean {
    const [oldest, newest] = [this.#waiting[0], this.#waiting.at(-1)];
    if (!oldest || !newest || this.#waiting.length <= pictures) return false;
    return newest.atMs - oldest.atMs > 1000 * seconds;
  }
}
