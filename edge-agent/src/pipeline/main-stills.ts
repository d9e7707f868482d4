const KEEP = 400;

interface Still {
  number: number;
  monoMs: number;
  width: number;
  height: number;
}

/** Stills of the main stream beside frames of the substream: which one shows the same moment. */
export class MainStills {
  readonly #analysed = new Map<number, number>();
  #main: Still[] = [];

  /** The newest size of the main stream's picture, pixels. */
  get size(): { width: number; height: number } | undefined {
    return this.#main.at(-1);
  }

  /** The main stream begins anew. */
  restart(): void {
    this.#main = [];
  }

  /** A frame of the substream was captured. */
  analysed(number: number, monoMs: number): void {
    this.#analysed.set(number, monoMs);
    this.#analysed.delete(number - KEEP);
  }

  /** The still `number` of the main stream was captured. */
  still(number: number, monoMs: number, size: { width: number; height: number }): void {
    this.#main.push({ number, monoMs, ...size });
    if (this.#main.length > KEEP) this.#main.shift();
  }

  /**
   * The main stream's still for a frame of the substream.
   * @param toleranceMs how far apart the two may be
   */
  numberFor(frame: number, toleranceMs: number): number | undefined {
    const atMs = this.#analysed.get(frame);
    if (atMs === undefined) return undefined;
    const away = (one: { monoMs: number }) => Math.abs(one.monoMs - atMs);
    const near = this.#main.reduce<Still | undefined>(
      (best, one) => (best === undefined || away(one) < away(best) ? one : best),
      undefined,
    );
    return near && away(near) <= toleranceMs ? near.number : undefined;
  }
}
