import { closeSync, existsSync, fdatasyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Room to work in when the disk is full: there, even a DELETE fails for want of some. */
const BYTES = 16 * 1024 * 1024;

/** A file that only takes up space, until the space is needed more. */
export class Ballast {
  readonly #file: string;

  constructor(dir: string) {
    this.#file = join(dir, 'ballast');
  }

  /** Makes it when it is not there. Throws on a full disk, and then leaves nothing behind. */
  load(): void {
    if (existsSync(this.#file)) return;
    const temporary = `${this.#file}.part`;
    try {
      const handle = openSync(temporary, 'w', 0o600);
      try {
        writeSync(handle, Buffer.alloc(BYTES));
        fdatasyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(temporary, this.#file);
    } catch (cause) {
      rmSync(temporary, { force: true });
      throw cause;
    }
  }

  /** Gives the space back; false when it was gone already. */
  release(): boolean {
    const had = existsSync(this.#file);
    rmSync(this.#file, { force: true });
    return had;
  }
}
