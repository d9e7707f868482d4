import { Type, type Static } from 'typebox';
import { canonicalJson } from '../canonical.ts';
import { Epoch, Name, Seq, Sha256, UtcTime } from '../ids.ts';

export const Signature = Type.String({
  pattern: '^[A-Za-z0-9+/]{85}[AQgw]==$',
  description: 'Ed25519, base64; the unused bits of the last letter are zero, so that there is one spelling',
});

/**
 * The link of one piece of evidence in the chain of its box. It names what it seals by hash alone, so that the chain
 * can be shown without showing other people’s cases.
 */
export const Seal = Type.Object(
  {
    box: Name,
    epoch: Epoch,
    seq: Seq,
    prev: Type.Union([Sha256, Type.Literal('')], {
      description: 'Hash of the seal before it in this epoch; empty for the first',
    }),
    at: UtcTime,
    body: Type.String({ ...Sha256, description: 'SHA-256 of the canonical JSON of the manifest’s body' }),
    sig: Signature,
  },
  { additionalProperties: false, $id: 'evidence.seal.v1' },
);
export type Seal = Static<typeof Seal>;

/** What somebody vouches to have seen of a box’s chain: so many seals, ending in this one. */
export const Checkpoint = Type.Object(
  {
    box: Name,
    epoch: Epoch,
    seq: Seq,
    head: Sha256,
    at: UtcTime,
    sig: Signature,
  },
  { additionalProperties: false },
);
export type Checkpoint = Static<typeof Checkpoint>;

/** The text whose SHA-256 is the hash of a seal: the next seal carries it, the box signs it. */
export const sealInput = (seal: Omit<Seal, 'sig'>): string => signedText('vamco.seal.v1', seal);

/** The text whose SHA-256 a witness signs in a checkpoint. */
export const checkpointInput = (checkpoint: Omit<Checkpoint, 'sig'>): string =>
  signedText('vamco.checkpoint.v1', checkpoint);

/** A domain line, then the document without its signature: a signature of one kind never fits another. */
export function signedText(domain: string, document: object): string {
  return `${domain}\n${canonicalJson({ ...document, sig: undefined })}`;
}
