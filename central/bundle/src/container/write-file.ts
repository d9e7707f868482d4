import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { BundleError } from '../bundle-error.ts';

/** Writes a bundle whole or not at all: it gets its name when all of it is on the disk. Throws a BundleError. */
export function writeBundleFile(file: string, pieces: readonly Buffer[]): void {
  const temporary = `${file}.part`;
  try {
    const handle = openSync(temporary, 'w', 0o600);
    try {
      for (const piece of pieces) writeAll(handle, piece);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (cause) {
    rmSync(temporary, { force: true });
    const full = cause instanceof Error && 'code' in cause && /ENOSPC|EDQUOT/.test(String(cause.code));
    const reason = full
      ? 'no space is left on the disk'
      : cause instanceof Error
        ? cause.message
        : String(cause);
    throw new BundleError(`${file} was not written: ${reason}`, { cause });
  }
}

/** A nearly full disk takes a part and says so in the number alone. */
function writeAll(handle: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
}
