import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleError } from '../bundle-error.ts';
import { LIMITS, type BundleSource } from './bundle-source.ts';

/** A bundle that somebody unpacked: plain files only, no links; throws a BundleError for anything else. */
export function openFolder(folder: string): BundleSource {
  const sizes = new Map<string, number>();
  const add = (prefix: string) => {
    for (const name of readdirSync(join(folder, prefix)).sort()) {
      const path = `${prefix}${name}`;
      const found = lstatSync(join(folder, path));
      if (found.isDirectory() && prefix === '') add(`${name}/`);
      else if (found.isFile()) sizes.set(path, found.size);
      else throw new BundleError(`${path} is neither a file nor a folder of a bundle`);
      if (sizes.size > LIMITS.files) throw new BundleError(`the folder has more than ${LIMITS.files} files`);
    }
  };
  add('');
  const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  if (total > LIMITS.bytes)
    throw new BundleError(`the folder has ${total} bytes; a bundle has at most ${LIMITS.bytes}`);
  const load = (path: string) => (sizes.has(path) ? readFileSync(join(folder, path)) : undefined);
  return {
    paths: [...sizes.keys()].sort(),
    size: (path) => sizes.get(path) ?? 0,
    read: (path, max) => ((sizes.get(path) ?? Infinity) <= max ? load(path) : undefined),
    sha256: (path) => {
      const bytes = load(path);
      return bytes && createHash('sha256').update(bytes).digest('hex');
    },
    close: () => undefined,
  };
}
