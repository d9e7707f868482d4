import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Stoppable {
  stop: () => unknown;
}

/** A bench's folder and what it started: all of it goes at the end, and when the bench is interrupted. */
export class Scratch {
  readonly dir: string;
  readonly #running: Stoppable[] = [];

  /** @param name begins the folder's name */
  constructor(name: string) {
    this.dir = mkdtempSync(join(tmpdir(), `${name}-`));
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void this.clear().finally(() => process.exit(1)));
  }

  /** Stopped in turn, the last one first. */
  keep<T extends Stoppable>(one: T): T {
    this.#running.push(one);
    return one;
  }

  /** Stops one before its time. */
  async end(one: Stoppable): Promise<void> {
    this.#running.splice(this.#running.indexOf(one), 1);
    await one.stop();
  }

  async clear(): Promise<void> {
    for (const one of this.#running.splice(0).reverse()) await one.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
