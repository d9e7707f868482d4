import type { StillCuts } from '../decode/still-cuts.ts';
import type { Frame } from '../decode/frame.ts';
import type { RiderHeads } from '../riders/rider-heads.ts';
import { RIDER_LOOKS_PER_SECOND, RiderWatch } from '../riders/rider-watch.ts';
import type { RidersOf } from '../rules/riders.ts';
import type { Track } from '../track/track.ts';

/** Looks at riders in a recording: as many a second of the recording as a camera gets, and each is waited for. */
export class ReplayRiders {
  readonly of: RidersOf = (id) => this.#watch.ridersOf(id);
  readonly #watch: RiderWatch;
  #nowMs = 0;

  constructor(net: Pick<RiderHeads, 'entry' | 'label' | 'find'>, stills: Pick<StillCuts, 'cut'>) {
    this.#watch = new RiderWatch({
      ...{ net, stills, now: () => this.#nowMs, looksPerSecond: RIDER_LOOKS_PER_SECOND },
    });
  }

  /** @param t seconds of the recording */
  async frame(active: readonly Track[], { number, source }: Pick<Frame, 'number' | 'source'>, t: number) {
    this.#nowMs = t * 1000;
    const failed: unknown[] = [];
    this.#watch.frame(active, { number, atS: t, size: source, behind: false }, (error) => failed.push(error));
    await this.#watch.idle();
    if (failed.length > 0) throw failed[0];
  }
}
