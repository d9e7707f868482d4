import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file that is on the disk for good, addressed by its content. */
export interface StoredMedia {
  sha256: string;
  bytes: number;
  /** Absolute path. */
  file: string;
  /** May be sent after everything else. */
  later?: boolean;
}

/** `jpg` is shown to reviewers; `sealed` is evidence under stricter access: originals, manifests; `mp4` the same, clips. */
export type MediaKind = 'jpg' | 'sealed' | 'mp4';

/**
 * Puts bytes on the disk before anyone hears of them: temporary name, sync, rename, sync of the folder.
 * The same bytes twice are one file.
 */
export async function storeMedia(dir: string, bytes: Buffer, kind: MediaKind = 'jpg'): Promise<StoredMedia> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { file, named } = await placeFor(dir, sha256, kind);
  const temporary = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (cause) {
    await unlink(temporary).catch(() => undefined);
    throw cause;
  }
  await named();
  return { sha256, bytes: bytes.length, file };
}

/** The same for a file that is on this disk already; it moves, and on an error stays where it is. */
export async function adoptMedia(dir: string, from: string, kind: MediaKind): Promise<StoredMedia> {
  const hash = createHash('sha256');
  const handle = await open(from, 'r');
  let bytes = 0;
  try {
    for await (const part of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      hash.update(part);
      bytes += part.length;
    }
    await handle.datasync();
  } finally {
    await handle.close();
  }
  const sha256 = hash.digest('hex');
  const { file, named } = await placeFor(dir, sha256, kind);
  await rename(from, file);
  await named();
  return { sha256, bytes, file };
}

/** Where a file goes, and what to do once it has its name there. */
async function placeFor(dir: string, sha256: string, kind: MediaKind) {
  const folder = join(dir, sha256.slice(0, 2));
  const firstMade = await mkdir(folder, { recursive: true });
  const named = async () => {
    await syncFolder(folder);
    // A new folder is itself a name in its parent, which a power cut may forget.
    if (firstMade !== undefined) for (const parent of [dir, dirname(dir)]) await syncFolder(parent);
  };
  return { file: join(folder, `${sha256}.${kind}`), named };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Deletes files older than what `maxAgeMs` says of their name, unless `isWaiting` names them; returns how many. */
export async function pruneMedia(
  dir: string,
  maxAgeMs: (name: string) => number,
  nowMs: number,
  isWaiting: (file: string) => boolean,
): Promise<number> {
  let removed = 0;
  for (const folder of await readdir(dir).catch(() => [])) {
    for (const name of await readdir(join(dir, folder)).catch(() => [])) {
      const file = join(dir, folder, name);
      const found = await stat(file).catch(() => undefined);
      if (found === undefined || nowMs - found.mtimeMs < maxAgeMs(name) || isWaiting(file)) continue;
      await unlink(file);
      removed += 1;
    }
  }
  return removed;
}
