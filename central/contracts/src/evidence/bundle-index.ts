import { Type, type Static } from 'typebox';
import { Name, Sha256, UtcTime } from '../ids.ts';
import { Checkpoint, Seal, Signature, signedText } from './seal.ts';

const closed = { additionalProperties: false } as const;
const Path = Type.String({ pattern: '^(files/|keys/)?[a-z0-9][a-z0-9.-]{0,60}$' });

/** Names in a bundle, once for who writes and who checks. */
export const bundlePaths = {
  index: 'bundle.json',
  manifest: 'manifest.json',
  clip: 'clip.json',
  chain: 'chain.json',
  record: 'record.json',
  case: 'case.json',
  sheet: 'sheet.pdf',
  readme: 'readme.txt',
  boxKey: 'keys/box.pub.pem',
  exporterKey: 'keys/exporter.pub.pem',
} as const;

/** Seals shown of a chain: the one before, the case’s own, and what followed up to the checkpoint. */
export const MAX_CHAIN = 64;

/** `bundle.json`: every other file by its hash, signed by who made the bundle. */
export const BundleIndex = Type.Object(
  {
    schema: Type.Literal('evidence.bundle.v1'),
    by: Type.Enum(['box', 'centre']),
    exporter: Name,
    at: UtcTime,
    manifest: Type.String({ ...Sha256, description: 'SHA-256 of manifest.json: what the QR code says' }),
    boxKey: Type.String({ ...Sha256, description: 'SHA-256 of the box’s key (SPKI, DER)' }),
    files: Type.Array(
      Type.Object({ path: Path, sha256: Sha256, bytes: Type.Integer({ minimum: 1 }) }, closed),
      { minItems: 1, maxItems: 64 },
    ),
    withheld: Type.Array(Type.Object({ path: Path, why: Type.String({ maxLength: 120 }) }, closed), {
      maxItems: 25,
      description: 'Sealed files that are not in this bundle, and why',
    }),
    sig: Signature,
  },
  { ...closed, $id: 'evidence.bundle.v1' },
);

/** `chain.json`: the seals around the case, oldest first, and who vouches for the last of them. */
export const BundleChain = Type.Object(
  { seals: Type.Array(Seal, { minItems: 1, maxItems: MAX_CHAIN }), checkpoint: Checkpoint },
  { ...closed, $id: 'evidence.chain.v1' },
);

export type BundleIndex = Static<typeof BundleIndex>;
export type BundleChain = Static<typeof BundleChain>;

/** The text whose SHA-256 the maker of a bundle signs. */
export const bundleInput = (index: Omit<BundleIndex, 'sig'>): string => signedText('vamco.bundle.v1', index);
