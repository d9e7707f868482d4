import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { BundleError } from '../bundle-error.ts';
import { LIMITS, type BundleSource } from './bundle-source.ts';
import { directory, LOCAL_HEADER, localHeader, type Entry } from './zip-layout.ts';

const PIECE = 1024 * 1024;
const LOCAL = 0x04034b50;

/**
 * Opens a zip only when it is, byte for byte, what `writeZip` makes of its files. So there is one way to read it: no
 * compression (no bomb), no second name, no hidden bytes. Throws a BundleError that names the first place that differs.
 */
export function openZip(file: string): BundleSource {
  const handle = openFile(file);
  try {
    const entries = readEntries(handle, fstatSync(handle).size);
    return asSource(handle, new Map(entries.map((entry) => [entry.path, entry])));
  } catch (cause) {
    closeSync(handle);
    throw cause;
  }
}

function openFile(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (cause) {
    throw new BundleError(`${file} cannot be read`, { cause });
  }
}

function readEntries(handle: number, size: number): Entry[] {
  if (size > LIMITS.bytes)
    throw new BundleError(`the file has ${size} bytes; a bundle has at most ${LIMITS.bytes}`);
  const entries: Entry[] = [];
  let offset = 0;
  for (; entries.length <= LIMITS.files;) {
    const head = piece(handle, offset, LOCAL_HEADER);
    if (head.length < LOCAL_HEADER || head.readUInt32LE(0) !== LOCAL) break;
    const [bytes, nameBytes] = [head.readUInt32LE(22), head.readUInt16LE(26)];
    const begins = offset + LOCAL_HEADER + nameBytes;
    if (nameBytes > LIMITS.pathBytes || begins + bytes > size)
      throw new BundleError(`the zip is cut off or damaged at byte ${offset}`);
    const path = piece(handle, offset + LOCAL_HEADER, nameBytes).toString();
    const entry = { path, bytes, crc32: sumUp(handle, begins, bytes), offset };
    if (!localHeader(entry).equals(piece(handle, offset, LOCAL_HEADER + nameBytes)))
      throw new BundleError(`the zip header of ${printable(path)} is not as VamCo writes it`);
    if (path <= (entries.at(-1)?.path ?? ''))
      throw new BundleError(`${printable(path)} is out of order or twice in the zip, at byte ${offset}`);
    entries.push(entry);
    offset = begins + bytes;
  }
  if (entries.length === 0) throw new BundleError('the file is no bundle: it does not begin like one');
  if (entries.length > LIMITS.files) throw new BundleError(`the zip has more than ${LIMITS.files} files`);
  const rest = directory(entries, offset);
  if (offset + rest.length !== size || !piece(handle, offset, rest.length).equals(rest))
    throw new BundleError(`the zip is cut off, damaged or packed by another program (from byte ${offset})`);
  return entries;
}

function asSource(handle: number, entries: ReadonlyMap<string, Entry>): BundleSource {
  const begins = ({ offset, path }: Entry) => offset + LOCAL_HEADER + Buffer.byteLength(path);
  return {
    paths: [...entries.keys()],
    size: (path) => entries.get(path)?.bytes ?? 0,
    read: (path, max) => {
      const entry = entries.get(path);
      return entry && entry.bytes <= max ? piece(handle, begins(entry), entry.bytes) : undefined;
    },
    sha256: (path) => {
      const entry = entries.get(path);
      if (!entry) return undefined;
      const hash = createHash('sha256');
      for (const part of pieces(handle, begins(entry), entry.bytes)) hash.update(part);
      return hash.digest('hex');
    },
    close: () => {
      closeSync(handle);
    },
  };
}

function sumUp(handle: number, offset: number, bytes: number): number {
  let sum = 0;
  for (const part of pieces(handle, offset, bytes)) sum = crc32(part, sum);
  return sum;
}

function* pieces(handle: number, offset: number, bytes: number): Generator<Buffer> {
  for (let done = 0; done < bytes; done += PIECE)
    yield piece(handle, offset + done, Math.min(PIECE, bytes - done));
}

function piece(handle: number, offset: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(handle, buffer, 0, length, offset));
}

/** A name from a stranger’s file, fit for a terminal. */
function printable(name: string): string {
  return JSON.stringify(name.slice(0, 60));
}
