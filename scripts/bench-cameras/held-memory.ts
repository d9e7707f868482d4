import { appendFileSync, writeFileSync } from 'node:fs';
import { residentMb } from './process-sampler.ts';

const EVERY_MS = 5_000;
/** jemalloc gives freed pages back within a second of the collection; then for so long the least is taken. */
const [GIVEN_BACK_MS, LOOKED_AT_MS, LOOK_EVERY_MS] = [1_000, 3_500, 200];

/**
 * What a process holds: its resident memory right after its garbage was collected. Resident memory alone comes and goes by
 * a hundred megabytes a minute with pictures and stills on their way, and a leak of one an hour is lost in that.
 * The process must run with `collect-on-signal.mjs`.
 */
export class HeldMemory {
  /** Megabytes, every five seconds. */
  readonly samples: { atMs: number; y: number }[] = [];
  readonly #pid: number;
  readonly #file: string | undefined;
  readonly #timers = new Set<NodeJS.Timeout>();

  /** @param file gets every sample as it comes: Unix ms and megabytes, tab-separated */
  constructor(pid: number, file?: string) {
    this.#pid = pid;
    this.#file = file;
    if (file) writeFileSync(file, '');
    this.#timers.add(
      setInterval(() => {
        this.#look();
      }, EVERY_MS),
    );
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #look(): void {
    const atMs = Date.now();
    let least = Infinity;
    try {
      process.kill(this.#pid, 'SIGUSR2');
    } catch {
      return; // it has ended, which the bench tells elsewhere
    }
    const timer = setInterval(() => {
      const sinceMs = Date.now() - atMs;
      if (sinceMs >= GIVEN_BACK_MS) least = Math.min(least, residentMb(this.#pid));
      if (sinceMs < GIVEN_BACK_MS + LOOKED_AT_MS) return;
      clearInterval(timer);
      this.#timers.delete(timer);
      if (Number.isFinite(least)) this.#keep(atMs, least);
    }, LOOK_EVERY_MS);
    this.#timers.add(timer);
  }

  #keep(atMs: number, y: number): void {
    this.samples.push({ atMs, y });
    if (this.#file) appendFileSync(this.#file, `${atMs}\t${y}\n`);
  }
}
