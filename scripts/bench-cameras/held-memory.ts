import { appendFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ParkCamera } from './camera-park.ts';
import { residentMb } from './process-sampler.ts';

/** Decoders are at most three seconds behind: what was on its way is done by then, cases and their clips apart. */
const DONE_MS = 3_500;
/** jemalloc gives freed pages back within a second of the collection; then for so long the least is taken. */
const [COLLECTED_MS, GIVEN_BACK_MS, LOOKED_AT_MS, LOOK_EVERY_MS] = [500, 1_200, 1_800, 100];
/** How long the cameras rest for one look: a stream counts as stalled after ten seconds. */
export const REST_MS = DONE_MS + COLLECTED_MS + GIVEN_BACK_MS + LOOKED_AT_MS;

/**
 * What a process holds: its resident memory while no pictures come, after its garbage was collected. Resident memory alone
 * comes and goes by a hundred megabytes a minute with pictures and stills on their way, and even its least of two minutes by
 * four; a leak of one an hour is lost in that. The process must run with `collect-on-signal.mjs`.
 */
export class HeldMemory {
  /** Megabytes. */
  readonly samples: { atMs: number; y: number }[] = [];
  readonly #pid: number;
  readonly #file: string | undefined;

  /** @param file gets every sample as it comes: Unix ms and megabytes, tab-separated */
  constructor(pid: number, file?: string) {
    this.#pid = pid;
    this.#file = file;
    if (file) writeFileSync(file, '');
  }

  /** Looks once. The cameras keep their connections and send no pictures for that time. */
  async look(cameras: readonly ParkCamera[]): Promise<void> {
    for (const camera of cameras) camera.freeze(true);
    try {
      await sleep(DONE_MS);
      // What finalizers let go of is garbage for the second one.
      process.kill(this.#pid, 'SIGUSR2');
      await sleep(COLLECTED_MS);
      process.kill(this.#pid, 'SIGUSR2');
      await sleep(GIVEN_BACK_MS);
      let least = Infinity;
      const until = Date.now() + LOOKED_AT_MS;
      while (Date.now() < until) {
        least = Math.min(least, residentMb(this.#pid));
        await sleep(LOOK_EVERY_MS);
      }
      if (Number.isFinite(least)) this.#keep(Date.now(), least);
    } finally {
      for (const camera of cameras) camera.freeze(false);
    }
  }

  #keep(atMs: number, y: number): void {
    this.samples.push({ atMs, y });
    if (this.#file) appendFileSync(this.#file, `${atMs}\t${y}\n`);
  }
}
