import type { KeyObject } from 'node:crypto';
import {
  bundleInput,
  bundlePaths,
  canonicalJson,
  checkpointInput,
  MAX_CHAIN,
  type BundleChain,
  type BundleIndex,
  type ClipRecord,
  type EvidenceManifest,
  type Seal,
} from '@vamco/contracts';
import { BundleError } from './bundle-error.ts';
import { writeZip } from './container/write-zip.ts';
import { sealHash } from './seal/seal-body.ts';
import { fingerprint, publicPem, sha256, signText } from './seal/signing.ts';

export interface BundleParts {
  /** The manifest exactly as the box wrote it. */
  manifest: Buffer;
  /** The record of its clip exactly as the box wrote it; undefined while there is none. */
  clip?: Buffer | undefined;
  /** Seals of the box around it, oldest first: the one before if there is one, its own, those that followed. */
  seals: readonly Seal[];
  boxKey: KeyObject;
  /** Bytes of a sealed file by its path; undefined when it is not here. */
  fileOf: (path: string) => Buffer | undefined;
  /** Why a sealed file may be missing. */
  whyMissing: string;
  /** Further documents by path: the box’s record, what officers decided, the sheet, the readme. */
  extras: ReadonlyMap<string, Buffer>;
}

/** Who makes the bundle, and signs for all of it. */
export interface Exporter {
  by: 'box' | 'centre';
  id: string;
  key: KeyObject;
  /** UTC. */
  at: string;
}

/** The bytes of one bundle, in pieces. Throws a BundleError when a file is not the one that was sealed. */
export function assembleBundle(parts: BundleParts, exporter: Exporter): Buffer[] {
  const { body, seal } = JSON.parse(parts.manifest.toString()) as EvidenceManifest;
  const files = new Map(parts.extras);
  const withheld: BundleIndex['withheld'] = [];
  const clip = parts.clip && (JSON.parse(parts.clip.toString()) as ClipRecord).body.clip;
  for (const { path, sha256: wanted } of [...body.files, ...(clip && 'file' in clip ? [clip.file] : [])]) {
    const bytes = parts.fileOf(path);
    if (bytes === undefined) withheld.push({ path, why: parts.whyMissing });
    else if (sha256(bytes) === wanted) files.set(path, bytes);
    else throw new BundleError(`${path} was damaged since it was sealed`);
  }
  files.set(bundlePaths.manifest, parts.manifest);
  if (parts.clip) files.set(bundlePaths.clip, parts.clip);
  files.set(bundlePaths.chain, canonicalBytes(chainAround(seal, parts.seals, exporter)));
  files.set(bundlePaths.boxKey, Buffer.from(publicPem(parts.boxKey)));
  files.set(bundlePaths.exporterKey, Buffer.from(publicPem(exporter.key)));
  const unsigned = {
    schema: 'evidence.bundle.v1' as const,
    ...{ by: exporter.by, exporter: exporter.id, at: exporter.at },
    manifest: sha256(parts.manifest),
    boxKey: fingerprint(parts.boxKey),
    files: [...files]
      .map(([path, bytes]) => ({ path, sha256: sha256(bytes), bytes: bytes.length }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    withheld,
  };
  const index: BundleIndex = { ...unsigned, sig: signText(bundleInput(unsigned), exporter.key) };
  files.set(bundlePaths.index, canonicalBytes(index));
  return writeZip(files);
}

/** What is shown of the chain, and the exporter’s word for its end. */
function chainAround(own: Seal, seals: readonly Seal[], { key, at }: Exporter): BundleChain {
  const place = seals.findIndex(({ seq, epoch }) => seq === own.seq && epoch === own.epoch);
  if (place < 0) throw new BundleError('the seal of this case is not in the chain');
  const shown = seals.slice(Math.max(0, place - 1)).slice(0, MAX_CHAIN);
  const last = shown.at(-1) ?? own;
  const unsigned = { box: last.box, epoch: last.epoch, seq: last.seq, head: sealHash(last), at };
  return { seals: shown, checkpoint: { ...unsigned, sig: signText(checkpointInput(unsigned), key) } };
}

function canonicalBytes(document: object): Buffer {
  return Buffer.from(canonicalJson(document));
}
