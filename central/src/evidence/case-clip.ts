import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readClipRecord, readManifest } from '@vamco/bundle';
import type { ViolationDetectedV1 } from '@vamco/contracts';
import type { EventStore } from '../store/sqlite/event-store.ts';
import type { ReviewStore } from '../store/sqlite/review-store.ts';
import type { SealStore } from '../store/sqlite/seal-store.ts';
import type { MediaStore } from './media-store.ts';

interface ClipStores {
  events: EventStore;
  reviews: ReviewStore;
  seals: SealStore;
  media: MediaStore;
}

export interface CaseClip {
  sha256: string;
  bytes: number;
  /** From the time of the act, ms. */
  fromMs: number;
  toMs: number;
}

/**
 * The clip of a case, if a reviewer may see it: the box sealed and sent it, and no part of its picture is private.
 * A clip is an original, into which nothing is burnt; with private windows it leaves in an export alone.
 */
export async function caseClip(id: string, stores: ClipStores): Promise<CaseClip | undefined> {
  const { events, reviews, seals, media } = stores;
  const payload = reviews.payload(id);
  if (payload === undefined) return undefined;
  const { box, data } = JSON.parse(payload) as ViolationDetectedV1;
  const record = data.manifest === undefined ? undefined : seals.clipOf(box, data.manifest);
  const pem = events.publicKey(box);
  if (data.manifest === undefined || record === undefined || pem === undefined) return undefined;
  const key = createPublicKey(pem);
  const read = (hash: string) => readFile(media.path(hash)).catch(() => Buffer.alloc(0));
  const manifest = readManifest(await read(data.manifest), key);
  const clip = readClipRecord(await read(record), key)?.body.clip;
  if (!manifest || manifest.body.masks.length > 0 || !clip || 'none' in clip) return undefined;
  const { sha256, bytes } = clip.file;
  return events.hasMedia(sha256) ? { sha256, bytes, fromMs: clip.fromMs, toMs: clip.toMs } : undefined;
}
