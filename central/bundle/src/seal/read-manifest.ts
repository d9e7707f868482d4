import type { KeyObject } from 'node:crypto';
import {
  canonicalJson,
  EvidenceManifest,
  sealInput,
  type EvidenceManifest as Manifest,
} from '@vamco/contracts';
import { readStrict } from '../verify/strict-json.ts';
import { isSigned, sha256 } from './signing.ts';

/** A manifest that this box sealed, or undefined: for anything that was written differently, changed or signed by another. */
export function readManifest(bytes: Buffer, boxKey: KeyObject): Manifest | undefined {
  const { value } = readStrict(bytes, EvidenceManifest);
  if (!value || sha256(canonicalJson(value.body)) !== value.seal.body) return undefined;
  return isSigned(sealInput(value.seal), value.seal.sig, boxKey) ? value : undefined;
}
