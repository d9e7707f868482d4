import { crc32 } from 'node:zlib';
import { directory, localHeader, type Entry } from './zip-layout.ts';

/**
 * A zip in the one form that `vamco verify` accepts: files sorted by path, stored, no times, no comments. The same
 * files give the same bytes, so that not even a header can be changed unseen.
 */
export function writeZip(files: ReadonlyMap<string, Buffer>): Buffer[] {
  const chunks: Buffer[] = [];
  const entries: Entry[] = [];
  let offset = 0;
  for (const [path, data] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const entry = { path, bytes: data.length, crc32: crc32(data), offset };
    const header = localHeader(entry);
    entries.push(entry);
    chunks.push(header, data);
    offset += header.length + data.length;
  }
  return [...chunks, directory(entries, offset)];
}
