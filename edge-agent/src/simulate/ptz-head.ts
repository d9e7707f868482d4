export interface HeadPosition {
  pan: number;
  tilt: number;
  zoom: number;
}

export interface HeadPreset {
  token: string;
  name: string;
  position: HeadPosition;
}

/** A head that takes its time: where it is at any moment, by a monotonic clock. */
export class PtzHead {
  readonly presets: HeadPreset[];
  readonly #moveMs: number;
  readonly #now: () => number;
  #from: HeadPosition;
  #to: HeadPosition;
  #startedMs = -Infinity;

  /** @param moveMs how long a move takes, however far */
  constructor(presets: HeadPreset[], moveMs: number, now: () => number = () => performance.now()) {
    this.presets = presets;
    this.#moveMs = moveMs;
    this.#now = now;
    this.#from = this.#to = presets[0]?.position ?? { pan: 0, tilt: 0, zoom: 0 };
  }

  get moving(): boolean {
    return this.#now() - this.#startedMs < this.#moveMs;
  }

  get position(): HeadPosition {
    const share =
      this.#moveMs === 0 ? 1 : Math.min(1, Math.max(0, (this.#now() - this.#startedMs) / this.#moveMs));
    const between = (a: number, b: number) => Math.round((a + (b - a) * share) * 1e5) / 1e5;
    const [from, to] = [this.#from, this.#to];
    return {
      pan: between(from.pan, to.pan),
      tilt: between(from.tilt, to.tilt),
      zoom: between(from.zoom, to.zoom),
    };
  }

  moveTo(position: HeadPosition): void {
    this.#from = this.position;
    this.#to = position;
    this.#startedMs = this.#now();
  }

  /** False when there is no such preset. */
  goTo(token: string): boolean {
    const preset = this.presets.find((one) => one.token === token);
    if (preset) this.moveTo(preset.position);
    return preset !== undefined;
  }
}
