import { statSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';
import { BundleError } from '../bundle-error.ts';
import { openFolder } from '../container/open-folder.ts';
import { openZip } from '../container/open-zip.ts';
import type { Report } from './report.ts';
import { verifyBundle } from './verify-bundle.ts';

/** Checks a zip, or the folder it was unpacked to. What is no bundle at all is a report too; only a missing file throws. */
export function verifyPath(path: string, trusted: readonly KeyObject[]): Report {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new BundleError(`${path} does not exist`);
  try {
    const source = found.isDirectory() ? openFolder(path) : openZip(path);
    try {
      return verifyBundle(source, trusted);
    } finally {
      source.close();
    }
  } catch (cause) {
    if (!(cause instanceof BundleError)) throw cause;
    const check = { id: 'container', passed: false, where: path, text: cause.message } as const;
    return { ok: false, checks: [check], manifest: null, boxKey: null, exporterKey: null };
  }
}
