import type { PresetState } from './preset-watch.ts';

export interface TourStop {
  preset: string;
  dwellS: number;
}

/** A head that has not arrived by then was stopped by somebody, or cannot. */
const TRAVEL_S = 30;

/**
 * Drives a head from preset to preset, and lets go when a person takes it: from a move that was not ours until it
 * has stood still for `resumeAfterS`. Pure: says where to send it, sends nothing.
 */
export class Tour {
  readonly #stops: readonly TourStop[];
  readonly #resumeAfterS: number;
  #stop = 0;
  #sentS: number | undefined;
  #arrivedS: number | undefined;
  #takenS: number | undefined;

  constructor(stops: readonly TourStop[], resumeAfterS: number) {
    this.#stops = stops;
    this.#resumeAfterS = resumeAfterS;
  }

  /** Whether a person has the camera. */
  get taken(): boolean {
    return this.#takenS !== undefined;
  }

  /**
   * @param atS monotonic seconds
   * @returns the preset to send the head to now; undefined to leave it
   */
  next(state: PresetState, atS: number): string | undefined {
    const stop = this.#stops[this.#stop];
    if (stop === undefined) return undefined;
    const moving = state.at === undefined && state.why === 'moving';
    if (this.#takenS !== undefined) {
      if (moving) this.#takenS = atS;
      if (atS - this.#takenS < this.#resumeAfterS) return undefined;
      this.#takenS = undefined;
      return this.#send(stop, atS);
    }
    if (this.#sentS === undefined) return this.#send(stop, atS);
    if (this.#arrivedS === undefined) {
      if (state.at === stop.preset) this.#arrivedS = atS;
      // It may take a moment before it moves; after that it must be on its way or there.
      else if (atS - this.#sentS > (moving ? TRAVEL_S : TRAVEL_S / 3)) this.#takenS = atS;
      return undefined;
    }
    if (state.at !== stop.preset) {
      this.#takenS = atS;
      return undefined;
    }
    if (atS - this.#arrivedS < stop.dwellS || this.#stops.length === 1) return undefined;
    this.#stop = (this.#stop + 1) % this.#stops.length;
    return this.#send(this.#stops[this.#stop] ?? stop, atS);
  }

  #send({ preset }: TourStop, atS: number): string {
    this.#sentS = atS;
    this.#arrivedS = undefined;
    return preset;
  }
}
