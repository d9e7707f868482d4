import type { PtzPreset, PtzStatus } from '../onvif/answers.ts';

/** Positions are -1..1 (zoom 0..1); heads come back to a preset within a fraction of a percent. */
const SAME_PLACE = 0.01;
const STILL = 0.002;
/** A head that has stopped may still swing; its picture counts after this. */
const SETTLE_S = 1.5;

export type PresetState =
  | { at: string }
  /** `unknown-preset`: it stands still, but at none of ours. */
  | { at: undefined; why: 'moving' | 'unknown-preset' };

/** Decides from a head's reports at which preset it stands. Pure. */
export class PresetWatch {
  readonly #presets: { id: string; position: PtzPreset['position'] }[];
  #last: PtzStatus['position'];
  #stillSinceS: number | undefined;
  /** The preset that we sent it to, for heads that do not say where their presets are. */
  #sent: string | undefined;

  /**
   * @param wanted presets of the site file: `id` ours, `token` the camera's
   * @param known what the camera says of its presets
   */
  constructor(wanted: { id: string; token: string }[], known: readonly PtzPreset[]) {
    this.#presets = wanted.map(({ id, token }) => ({
      id,
      position: known.find((preset) => preset.token === token)?.position,
    }));
  }

  /** We have sent the head to a preset. */
  sent(id: string): void {
    this.#sent = id;
    this.#stillSinceS = undefined;
  }

  /** @param atS monotonic seconds of the report */
  see(status: PtzStatus, atS: number): PresetState {
    const { position, moving } = status;
    const shifted =
      position !== undefined && this.#last !== undefined && distance(position, this.#last) > STILL;
    this.#last = position ?? this.#last;
    if (moving === true || shifted) {
      // Somebody moves it: what we sent it to no longer holds, unless it is still on its way there.
      if (this.#stillSinceS !== undefined) this.#sent = undefined;
      this.#stillSinceS = undefined;
      return { at: undefined, why: 'moving' };
    }
    this.#stillSinceS ??= atS;
    if (atS - this.#stillSinceS < SETTLE_S) return { at: undefined, why: 'moving' };
    const at = position === undefined ? this.#sent : this.#nearest(position);
    return at === undefined ? { at, why: 'unknown-preset' } : { at };
  }

  #nearest(position: NonNullable<PtzStatus['position']>): string | undefined {
    const near = this.#presets
      .map(({ id, position: there }) => ({ id, away: there ? distance(position, there) : Infinity }))
      .sort((a, b) => a.away - b.away)[0];
    if (near && near.away <= SAME_PLACE) return near.id;
    return this.#presets.every(({ position: there }) => there === undefined) ? this.#sent : undefined;
  }
}

function distance(a: NonNullable<PtzStatus['position']>, b: NonNullable<PtzStatus['position']>): number {
  return Math.max(Math.abs(a.pan - b.pan), Math.abs(a.tilt - b.tilt), Math.abs(a.zoom - b.zoom));
}
