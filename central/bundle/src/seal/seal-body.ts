import type { KeyObject } from 'node:crypto';
import { canonicalJson, sealInput, type ClipBody, type EvidenceBody, type Seal } from '@vamco/contracts';
import { sha256, signText } from './signing.ts';

/** Where a box’s chain of evidence ends; `head` is empty before the first seal. */
export interface ChainHead {
  epoch: string;
  seq: number;
  head: string;
}

/** A sealed document as it is stored, its seal, and what the chain ends in after it. */
export interface Sealed {
  bytes: Buffer;
  seal: Seal;
  next: ChainHead;
}

/** What is sealed: an act, and, when its last frame has come, its clip. */
export type SealedBody = EvidenceBody | ClipBody;

const documents = {
  'evidence.body.v1': 'evidence.manifest.v1',
  'evidence.clip-body.v1': 'evidence.clip.v1',
} as const satisfies Record<SealedBody['schema'], string>;

/** Seals a body as the next link of the box’s chain. */
export function sealBody(
  body: SealedBody,
  link: { box: string; at: string; chain: ChainHead },
  key: KeyObject,
): Sealed {
  const { box, at, chain } = link;
  const unsigned = {
    ...{ box, epoch: chain.epoch, seq: chain.seq + 1, prev: chain.head, at },
    body: sha256(canonicalJson(body)),
  };
  const seal = { ...unsigned, sig: signText(sealInput(unsigned), key) };
  const next = { epoch: chain.epoch, seq: seal.seq, head: sealHash(seal) };
  const document = { schema: documents[body.schema], seal, body };
  return { bytes: Buffer.from(canonicalJson(document)), seal, next };
}

/** The hash that the next seal carries; the signature is no part of it. */
export function sealHash(seal: Omit<Seal, 'sig'>): string {
  return sha256(sealInput(seal));
}
