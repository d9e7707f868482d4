import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  assembleBundle,
  BundleError,
  printSheet,
  readClipRecord,
  readManifest,
  readmeText,
  sha256,
} from '@vamco/bundle';
import {
  bundlePaths,
  canonicalJson,
  lawOf,
  type EvidenceManifest,
  type Regulation,
  type ViolationCase,
  type ViolationDetectedV1,
} from '@vamco/contracts';
import { HttpError } from '../errors.ts';
import type { EventStore } from '../store/sqlite/event-store.ts';
import type { ReviewStore } from '../store/sqlite/review-store.ts';
import type { SealStore } from '../store/sqlite/seal-store.ts';
import type { MediaStore } from './media-store.ts';

interface BundleStores {
  events: EventStore;
  reviews: ReviewStore;
  seals: SealStore;
  media: MediaStore;
  regulations: readonly Regulation[];
  centreKey: KeyObject;
}

/** The words of a decision on the sheet; the sheet is Vietnamese alone. */
const outcomes = { confirmed: 'Xác nhận vi phạm', rejected: 'Loại bỏ', unsure: 'Chưa chắc' } as const;
const titles: Record<string, string> = {
  before: 'Trước',
  at: 'Lúc nghi vi phạm',
  after: 'Sau',
  marked: 'Ảnh đánh dấu',
  plate: 'Biển số',
};

/**
 * Makes the sealed bundle of a case: what the box sealed as it was sealed, its record, what officers decided, the law and
 * a sheet to print. Throws HttpError 409 while the box’s manifest has not arrived, 404 when there is no such case.
 */
export async function caseBundle(id: string, stores: BundleStores, at: string): Promise<Buffer[]> {
  const { events, reviews, seals, media, regulations, centreKey } = stores;
  const found = reviews.get(id);
  const payload = reviews.payload(id);
  if (!found || payload === undefined) throw new HttpError(404, 'not-found', 'there is no such case');
  const record = JSON.parse(payload) as ViolationDetectedV1;
  const boxKey = createPublicKey(events.publicKey(record.box) ?? '');
  const bytesOf = async (hash: string) =>
    events.hasMedia(hash) ? readFile(media.path(hash)).catch(() => undefined) : undefined;
  const { manifest: hash } = record.data;
  if (hash === undefined) throw new HttpError(409, 'not-sealed', 'the box did not seal this case');
  const bytes = await bytesOf(hash);
  if (!bytes) throw new HttpError(409, 'not-here-yet', 'the box has not sent the seal of this case yet');
  const manifest = readManifest(bytes, boxKey);
  if (!manifest) throw new HttpError(409, 'bad-seal', 'the seal of this case is not the box’s');

  const files = new Map<string, Buffer>();
  const clipHash = seals.clipOf(record.box, hash);
  const clipBytes = clipHash === undefined ? undefined : await bytesOf(clipHash);
  const clip = clipBytes && readClipRecord(clipBytes, boxKey)?.body.clip;
  const film = clip && 'file' in clip ? [clip.file] : [];
  for (const file of [...manifest.body.files, ...film]) {
    const data = await bytesOf(file.sha256);
    if (data) files.set(file.path, data);
  }
  const law = lawOf(regulations, found.rule, found.class, found.at);
  const sheet = await sheetOf(manifest, sha256(bytes), found, law, files);
  const about = { id, law: law ?? null, state: found.state, plate: found.plate, decisions: found.decisions };
  const extras = new Map([
    [bundlePaths.record, Buffer.from(canonicalJson(record))],
    [bundlePaths.case, Buffer.from(canonicalJson(about))],
    [bundlePaths.sheet, sheet],
    [bundlePaths.readme, Buffer.from(readmeText)],
  ]);
  const chain = seals.around(manifest.seal);
  try {
    return assembleBundle(
      {
        ...{ manifest: bytes, clip: clip && clipBytes, seals: chain, boxKey, extras },
        fileOf: (path) => files.get(path),
        whyMissing: 'the box has not sent it yet, or keeps it until it is asked for',
      },
      { by: 'centre', id: 'centre', key: centreKey, at },
    );
  } catch (cause) {
    if (cause instanceof BundleError) throw new HttpError(409, 'not-whole', cause.message);
    throw cause;
  }
}

function sheetOf(
  { body, seal }: EvidenceManifest,
  hash: string,
  { decisions }: Pick<ViolationCase, 'decisions'>,
  law: ReturnType<typeof lawOf>,
  files: ReadonlyMap<string, Buffer>,
): Promise<Buffer> {
  const last = decisions.at(-1);
  const decision = last && { by: last.by.name, outcome: outcomes[last.outcome], at: last.at };
  // Copies with their masks where there are any: a sheet goes from hand to hand.
  const shown = body.files.filter(
    ({ role, from }) =>
      titles[role] !== undefined && (from !== undefined || body.masks.length === 0 || role === 'plate'),
  );
  const pictures = shown.flatMap(({ role, path }) => {
    const jpeg = files.get(path);
    return jpeg ? [{ title: titles[role] ?? role, jpeg }] : [];
  });
  return printSheet({ body, seal, law, decision }, hash, pictures);
}
