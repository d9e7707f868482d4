import { mkdirSync, rmSync } from 'node:fs';
import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Frames kept: 30 s at 5 a second, enough for any "before". */
const KEEP = 150;

/**
 * Full-size JPEGs of the newest analysed frames, written by ffmpeg into a folder (a RAM disk where there
 * is one). Evidence takes what it needs by frame number; the rest is dropped.
 */
export class StillsRing {
  readonly dir: string;
  #oldest = 1;

  constructor(dir: string) {
    this.dir = dir;
  }

  /** Empties the folder: a new ffmpeg run numbers its frames from 1 again. */
  restart(): void {
    rmSync(this.dir, { recursive: true, force: true });
    mkdirSync(this.dir, { recursive: true });
    this.#oldest = 1;
  }

  /** Drops what lies too far before frame `number`. */
  trim(number: number): void {
    for (; this.#oldest < number - KEEP; this.#oldest += 1) {
      unlink(join(this.dir, `${this.#oldest}.jpg`)).catch(() => undefined);
    }
  }

  /** The JPEG of a frame; undefined when it was dropped or not yet written. */
  async read(number: number): Promise<Buffer | undefined> {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const jpeg = await readFile(join(this.dir, `${number}.jpg`)).catch(() => undefined);
      if (jpeg !== undefined && jpeg.length > 0) return jpeg;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return undefined;
  }
}
