import {
  BundleChain,
  BundleIndex,
  bundlePaths,
  ClipRecord,
  EvidenceManifest,
  ViolationDetectedV1,
} from '@vamco/contracts';
import type { Static, TSchema } from 'typebox';
import type { BundleSource } from '../container/bundle-source.ts';
import type { Checks } from './report.ts';
import { readStrict } from './strict-json.ts';

/** Larger documents are not ours. */
const MAX_DOCUMENT = 256 * 1024;

export interface Documents {
  index: BundleIndex;
  manifest: EvidenceManifest;
  chain: BundleChain;
  /** What the box sealed of the clip, when that has come. */
  clip: ClipRecord | undefined;
  /** The box’s own event, which only the centre has. */
  record: ViolationDetectedV1 | undefined;
}

/** Reads all documents strictly; undefined when one that is needed is not what it must be. */
export function readDocuments(source: BundleSource, checks: Checks): Documents | undefined {
  const read = <Kind extends TSchema>(path: string, schema: Kind): Static<Kind> | undefined => {
    const bytes = source.read(path, MAX_DOCUMENT);
    if (bytes === undefined) {
      checks.failed('documents', path, 'is missing or too large');
      return undefined;
    }
    const { value, problem } = readStrict(bytes, schema);
    if (problem !== undefined) checks.failed('documents', path, problem);
    return value;
  };
  const index = read(bundlePaths.index, BundleIndex);
  const manifest = read(bundlePaths.manifest, EvidenceManifest);
  const chain = read(bundlePaths.chain, BundleChain);
  const clip = source.paths.includes(bundlePaths.clip) ? read(bundlePaths.clip, ClipRecord) : undefined;
  const record = source.paths.includes(bundlePaths.record)
    ? read(bundlePaths.record, ViolationDetectedV1)
    : undefined;
  if (!index || !manifest || !chain || checks.hasFailed('documents')) return undefined;
  checks.passed('documents', 'every document is complete and has one reading');
  return { index, manifest, chain, clip, record };
}
