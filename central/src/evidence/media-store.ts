import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync } from 'node:fs';
import { open, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { HttpError } from '../errors.ts';

/**
 * Pictures by the hash of their bytes. An upload grows a partial file that survives a broken line; it
 * becomes visible only complete, with the right hash, and synced to the disk.
 */
export class MediaStore {
  readonly #dir: string;
  readonly #busy = new Set<string>();

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  /** Bytes already here: of the whole file, or of its partial upload. */
  async offset(sha256: string): Promise<number> {
    const size = async (file: string) => (await stat(file).catch(() => undefined))?.size;
    return (await size(this.path(sha256))) ?? (await size(this.#partial(sha256))) ?? 0;
  }

  /**
   * Appends bytes that begin at `start`. Returns the size when the file is complete, undefined when more is
   * to come. Throws 416 when `start` is not where we are, 422 when the whole has another hash.
   */
  async append(sha256: string, start: number, total: number, body: Buffer): Promise<number | undefined> {
    const complete = await stat(this.path(sha256)).catch(() => undefined);
    if (complete) return complete.size;
    if (this.#busy.has(sha256)) throw new HttpError(409, 'busy', 'this file is being uploaded already');
    this.#busy.add(sha256);
    try {
      const partial = this.#partial(sha256);
      mkdirSync(join(this.#dir, sha256.slice(0, 2)), { recursive: true });
      const have = (await stat(partial).catch(() => undefined))?.size ?? 0;
      if (start !== 0 && start !== have)
        throw new HttpError(416, 'wrong-offset', `${have} bytes are here, not ${start}`);
      await write(partial, start === 0 ? 'w' : 'a', body);
      if (start + body.length < total) return undefined;
      await this.#complete(sha256);
      return start + body.length;
    } finally {
      this.#busy.delete(sha256);
    }
  }

  read(sha256: string): Readable {
    return createReadStream(this.path(sha256));
  }

  /** Where a complete file lies. */
  path(sha256: string): string {
    return join(this.#dir, sha256.slice(0, 2), `${sha256}.jpg`);
  }

  async #complete(sha256: string): Promise<void> {
    const partial = this.#partial(sha256);
    const hash = createHash('sha256');
    for await (const part of createReadStream(partial) as AsyncIterable<Buffer>) hash.update(part);
    const found = hash.digest('hex');
    if (found !== sha256) {
      await unlink(partial);
      throw new HttpError(422, 'wrong-hash', `the bytes have the hash ${found}`);
    }
    await rename(partial, this.path(sha256));
    // The folder may be new as well: its own name must survive a power cut too.
    for (const path of [join(this.#dir, sha256.slice(0, 2)), this.#dir]) {
      const folder = await open(path, 'r');
      await closeAfter(folder, () => folder.sync());
    }
  }

  #partial(sha256: string): string {
    return join(this.#dir, sha256.slice(0, 2), `${sha256}.part`);
  }
}

async function write(file: string, mode: 'w' | 'a', body: Buffer): Promise<void> {
  const handle = await open(file, mode);
  await closeAfter(handle, async () => {
    await handle.writeFile(body);
    await handle.datasync();
  });
}

async function closeAfter(handle: FileHandle, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await handle.close();
  }
}
