import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StillCuts } from '../decode/still-cuts.ts';
import { StillsRing } from '../evidence/stills-ring.ts';

/** The newest full-size frames of a recording, in a folder that goes with the process. */
export class ReplayStills {
  /** Where ffmpeg writes them. */
  readonly dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'vamco-replay-'));
  readonly #ring = new StillsRing(this.dir);
  /** Parts of them, for whoever looks closer. */
  readonly cuts = new StillCuts((number) => this.#ring.read(number));

  constructor() {
    process.once('exit', () => {
      this.close();
    });
  }

  /** Drops what lies too far before frame `number`. */
  trim(number: number): void {
    this.#ring.trim(number);
  }

  close(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
