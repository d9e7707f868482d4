import { createPublicKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '@vamco/bundle';
import type { EvidenceManifest } from '@vamco/contracts';

/** A case that this box sealed and still has. */
export interface StoredCase {
  manifest: EvidenceManifest;
  /** Exactly as it was sealed. */
  bytes: Buffer;
}

const MAX_MANIFEST = 256 * 1024;

/** Every case in a box’s media folder, oldest first. Read from the files alone, so that the agent may go on running. */
export function sealedCases(mediaDir: string, boxKey: KeyObject): StoredCase[] {
  const key = createPublicKey(boxKey);
  const cases = list(mediaDir).flatMap((folder) =>
    list(join(mediaDir, folder))
      .filter((name) => name.endsWith('.sealed'))
      .flatMap((name) => readCase(join(mediaDir, folder, name), key) ?? []),
  );
  return cases.sort((a, b) => order(a.manifest) - order(b.manifest));
}

/** The bytes of a stored file by its hash; undefined when the box no longer has it. */
export function storedFile(mediaDir: string, sha256: string): Buffer | undefined {
  for (const kind of ['sealed', 'jpg']) {
    try {
      return readFileSync(join(mediaDir, sha256.slice(0, 2), `${sha256}.${kind}`));
    } catch {
      // It may be there as the other kind.
    }
  }
  return undefined;
}

function readCase(file: string, key: KeyObject): StoredCase | undefined {
  try {
    // Pictures are larger, or do not begin like a document.
    if (statSync(file).size > MAX_MANIFEST) return undefined;
    const bytes = readFileSync(file);
    const manifest = readManifest(bytes, key);
    return manifest && { manifest, bytes };
  } catch {
    // Deleted meanwhile: the agent goes on.
    return undefined;
  }
}

function order({ seal, body }: EvidenceManifest): number {
  return Date.parse(body.time.utc) + seal.seq / 1e6;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
