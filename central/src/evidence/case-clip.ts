import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readClipRecord, readManifest } from '@vamco/bundle';
import type { ClipBody, ViolationDetectedV1 } from '@vamco/contracts';
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

/** What the centre knows of the clip of a case, from the documents that its box sealed. */
export interface ClipFacts {
  box: string;
  /** SHA-256 of the manifest; undefined when the box did not seal the case. */
  manifest: string | undefined;
  /** The clip, or why there is none; undefined while no document has arrived that says so. */
  sealed: ClipBody['clip'] | undefined;
  /** The clip itself has arrived. */
  isHere: boolean;
  /** The camera has private windows; undefined until the manifest has arrived. */
  isPrivate: boolean | undefined;
}

/** Undefined when there is no such case. */
export async function clipFacts(id: string, stores: ClipStores): Promise<ClipFacts | undefined> {
  const { events, reviews, seals, media } = stores;
  const payload = reviews.payload(id);
  if (payload === undefined) return undefined;
  const { box, data } = JSON.parse(payload) as ViolationDetectedV1;
  const facts = { box, manifest: data.manifest, sealed: undefined, isHere: false, isPrivate: undefined };
  const pem = events.publicKey(box);
  if (data.manifest === undefined || pem === undefined) return facts;
  const key = createPublicKey(pem);
  const read = (hash: string) => readFile(media.path(hash)).catch(() => Buffer.alloc(0));
  const manifest = readManifest(await read(data.manifest), key)?.body;
  const record = seals.clipOf(box, data.manifest);
  const clip = record === undefined ? undefined : readClipRecord(await read(record), key)?.body.clip;
  const promised = manifest?.clip && 'none' in manifest.clip ? manifest.clip : undefined;
  return {
    ...facts,
    sealed: clip ?? promised,
    isHere: clip !== undefined && 'file' in clip && events.hasMedia(clip.file.sha256),
    isPrivate: manifest && manifest.masks.length > 0,
  };
}

/**
 * The clip of a case, if a reviewer may see it: the box sealed and sent it, and no part of its picture is private.
 * A clip is an original, into which nothing is burnt; with private windows it leaves in an export alone.
 */
export async function caseClip(id: string, stores: ClipStores): Promise<CaseClip | undefined> {
  const facts = await clipFacts(id, stores);
  return facts && shownClip(facts);
}

/** The same of what is known already. */
export function shownClip({ sealed, isHere, isPrivate }: ClipFacts): CaseClip | undefined {
  if (!isHere || isPrivate !== false || !sealed || 'none' in sealed) return undefined;
  const { file, fromMs, toMs } = sealed;
  return { sha256: file.sha256, bytes: file.bytes, fromMs, toMs };
}
