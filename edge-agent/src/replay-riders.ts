import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from './decode/frame.ts';
import { StillCuts } from './decode/still-cuts.ts';
import { StillsRing } from './evidence/stills-ring.ts';
import type { RiderHeads } from './riders/rider-heads.ts';
import { RIDER_LOOKS_PER_SECOND, RiderWatch } from './riders/rider-watch.ts';
import type { RidersOf } from './rules/riders.ts';
import type { Track } from './track/track.ts';

/** Looks at riders in a recording: as many a second of the recording as a camera gets, and each is waited for. */
export class ReplayRiders {
  /** Where the full-size frames are written. */
  readonly dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'vamco-replay-'));
  readonly of: RidersOf = (id) => this.#watch.ridersOf(id);
  readonly #ring = new StillsRing(this.dir);
  readonly #watch: RiderWatch;
  #nowMs = 0;

  constructor(net: Pick<RiderHeads, 'entry' | 'label' | 'find'>) {
    this.#watch = new RiderWatch({
      ...{ net, now: () => this.#nowMs, looksPerSecond: RIDER_LOOKS_PER_SECOND },
      stills: new StillCuts((number) => this.#ring.read(number)),
    });
    process.once('exit', () => {
      this.close();
    });
  }

  async frame(active: readonly Track[], { number, source }: Pick<Frame, 'number' | 'source'>, t: number) {
    this.#nowMs = t * 1000;
    const failed: unknown[] = [];
    this.#watch.frame(active, { number, atS: t, size: source, behind: false }, (error) => failed.push(error));
    await this.#watch.idle();
    this.#ring.trim(number);
    if (failed.length > 0) throw failed[0];
  }

  close(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
