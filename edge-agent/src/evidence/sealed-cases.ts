import { createPublicKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readClipRecord, readManifest, sha256 } from '@vamco/bundle';
import type { ClipRecord, EvidenceManifest, Seal } from '@vamco/contracts';

/** A case that this box sealed and still has. */
export interface StoredCase {
  manifest: EvidenceManifest;
  /** Exactly as it was sealed. */
  bytes: Buffer;
  /** What was sealed of its clip since then. */
  clip: { record: ClipRecord; bytes: Buffer } | undefined;
}

/** Everything that a box sealed and still has. */
export interface StoredSeals {
  /** Oldest first. */
  cases: StoredCase[];
  /** Of cases and of clips, in no order. */
  seals: Seal[];
}

const MAX_DOCUMENT = 256 * 1024;

/** Every case in a box’s media folder. Read from the files alone, so that the agent may go on running. */
export function sealedCases(mediaDir: string, boxKey: KeyObject): StoredSeals {
  const key = createPublicKey(boxKey);
  const documents = list(mediaDir).flatMap((folder) =>
    list(join(mediaDir, folder))
      .filter((name) => name.endsWith('.sealed'))
      .flatMap((name) => readDocument(join(mediaDir, folder, name)) ?? []),
  );
  const clips = new Map<string, { record: ClipRecord; bytes: Buffer }>();
  const cases: StoredCase[] = [];
  for (const bytes of documents) {
    const record = readClipRecord(bytes, key);
    if (record) clips.set(record.body.case, { record, bytes });
    const manifest = record ? undefined : readManifest(bytes, key);
    if (manifest) cases.push({ manifest, bytes, clip: undefined });
  }
  const seals = [
    ...cases.map(({ manifest }) => manifest),
    ...[...clips.values()].map(({ record }) => record),
  ];
  return {
    cases: cases
      .map((one) => ({ ...one, clip: clips.get(sha256(one.bytes)) }))
      .sort((a, b) => order(a.manifest) - order(b.manifest)),
    seals: seals.map(({ seal }) => seal),
  };
}

/** The bytes of a stored file by its hash; undefined when the box no longer has it. */
export function storedFile(mediaDir: string, hash: string): Buffer | undefined {
  for (const kind of ['sealed', 'jpg', 'mp4']) {
    try {
      return readFileSync(join(mediaDir, hash.slice(0, 2), `${hash}.${kind}`));
    } catch {
      // It may be there as another kind.
    }
  }
  return undefined;
}

function readDocument(file: string): Buffer | undefined {
  try {
    // Pictures are larger, or do not begin like a document.
    return statSync(file).size > MAX_DOCUMENT ? undefined : readFileSync(file);
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
