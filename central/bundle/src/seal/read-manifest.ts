import type { KeyObject } from 'node:crypto';
import { canonicalJson, ClipRecord, EvidenceManifest, sealInput } from '@vamco/contracts';
import { readStrict } from '../verify/strict-json.ts';
import { isSigned, sha256 } from './signing.ts';

/** A manifest that this box sealed, or undefined: for anything that was written differently, changed or signed by another. */
export function readManifest(bytes: Buffer, boxKey: KeyObject): EvidenceManifest | undefined {
  const { value } = readStrict(bytes, EvidenceManifest);
  return value && isSealed(value, boxKey) ? value : undefined;
}

/** The same for what a box sealed of a clip. */
export function readClipRecord(bytes: Buffer, boxKey: KeyObject): ClipRecord | undefined {
  const { value } = readStrict(bytes, ClipRecord);
  return value && isSealed(value, boxKey) ? value : undefined;
}

function isSealed({ seal, body }: EvidenceManifest | ClipRecord, boxKey: KeyObject): boolean {
  return sha256(canonicalJson(body)) === seal.body && isSigned(sealInput(seal), seal.sig, boxKey);
}
