import type { KeyObject } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Ack, ClipAnswer, EventDraft, EventTime, VamcoEvent } from '@vamco/contracts';
import type { ChainHead, Sealed } from '@vamco/bundle';
import type { Clock } from '../base/clock.ts';
import { AgentError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import { Chain } from './chain.ts';
import { ClipRequestRows, type AskedCase, type AskedClip } from './clip-request-rows.ts';
import { ClipRows, type ClipWish, type KeptClip } from './clip-rows.ts';
import { openDatabase, type Db } from './database.ts';
import { plainError } from './errors.ts';
import { EventRows, type PendingEvent } from './event-rows.ts';
import type { StoredMedia } from './media-files.ts';
import { MediaRows } from './media-rows.ts';
import { ReservedWriter } from './reserved-writer.ts';
import { SealRows } from './seal-rows.ts';

/** What a person waits for: new cases with their pictures, and clips that were asked for. */
const FIRST_LANE = 0;
const AWAITED = new Set<string>(['violation.detected.v1', 'clip.request-answered.v1']);
/** Originals are sent when everything else has been: thin lines carry what a reviewer needs first. */
const LATER_LANE = 2;
/** Clips are large: they are sent last of all. */
const CLIP_LANE = 3;

export interface OutboxDepth {
  events: number;
  media: number;
  rejected: number;
  oldestS: number;
}

/** What became of a clip, all of it on the disk already. */
export interface SettledClip {
  sealed: Sealed;
  /** The sealed document. */
  record: StoredMedia;
  /** Undefined when there is none. */
  clip: StoredMedia | undefined;
  send: boolean;
}

/**
 * Events wait here until the centre says they are stored (a PUBACK only means that the broker has them).
 * WAL with synchronous=FULL: when `put` returns, a power cut cannot take the event back. One writer.
 */
export class Outbox {
  readonly #db: Db;
  readonly #writer: ReservedWriter;
  readonly #box: string;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #chain: Chain;
  readonly #events: EventRows;
  readonly #seals: SealRows;
  readonly #media: MediaRows;
  readonly #clips: ClipRows;
  readonly #clipRequests: ClipRequestRows;

  /** Opens `dir/outbox.db`; a corrupt one is moved aside, never lost, and a new epoch begins. */
  constructor(parts: { dir: string; box: string; key: KeyObject; clock: Clock; log: Logger }) {
    this.#box = parts.box;
    this.#clock = parts.clock;
    this.#log = parts.log;
    const file = join(parts.dir, 'outbox.db');
    let db: Db | undefined;
    try {
      mkdirSync(parts.dir, { recursive: true });
      db = this.#db = openDatabase(file, parts.log);
      this.#chain = new Chain(db, parts);
      this.#events = new EventRows(db);
      this.#seals = new SealRows(db);
      this.#media = new MediaRows(db);
      this.#clips = new ClipRows(db);
      this.#clipRequests = new ClipRequestRows(db);
      this.#writer = new ReservedWriter(db, { ...parts, file });
    } catch (cause) {
      db?.close();
      throw plainError(cause, file);
    }
  }

  get epoch(): string {
    return this.#chain.epoch;
  }

  /**
   * Numbers, links, signs and commits an event with its media rows. The media are already on the disk. With a seal
   * of evidence that goes with it, the chain of evidence grows in the same transaction, or not at all; so it is with
   * the clip that the case was promised.
   * Throws DISK_FULL or OUTBOX_BROKEN; then nothing was stored and no number was used. On a full disk
   * violations are still taken, as long as the reserve lasts.
   */
  put(draft: EventDraft, media: readonly StoredMedia[] = [], sealed?: Sealed, clip?: ClipWish): VamcoEvent {
    return this.#append(draft, ({ id }, lane, madeMs) => {
      for (const file of media) this.#media.add(file, file.later ? LATER_LANE : lane, madeMs);
      if (sealed) this.#seals.add(sealed, id);
      if (clip) this.#clips.want(clip, id);
    });
  }

  /**
   * Commits what became of a clip: its seal, the record to send, and where it is kept. Throws DISK_FULL or
   * OUTBOX_BROKEN; then the clip is still wanted.
   */
  settleClip(manifest: string, settled: SettledClip): void {
    const { sealed, record, clip, send } = settled;
    if (this.#writer.isFull())
      throw new AgentError('DISK_FULL', 'the disk is full; the clip is settled later');
    const madeMs = Math.round(this.#clock.utcMs());
    this.#writer.write(() => {
      const { event, isAsked } = this.#clips.settle(manifest, clip);
      this.#seals.add(sealed, event);
      this.#media.add(record, isAsked ? FIRST_LANE : LATER_LANE, madeMs);
      if (clip && (send || isAsked)) this.#media.add(clip, isAsked ? FIRST_LANE : CLIP_LANE, madeMs);
    });
  }

  /** The clip of this camera that is to be cut next. */
  nextClip(camera: string): ClipWish | undefined {
    return this.#clips.next(camera);
  }

  keptClips(camera: string): KeptClip[] {
    return this.#clips.kept(camera);
  }

  isClipKept(file: string): boolean {
    return this.#clips.isKept(file);
  }

  forgetClip(file: string): boolean {
    return this.#writer.write(() => this.#clips.forget(file));
  }

  /** What this box has of the clip that it is asked for. */
  askedClip(request: AskedCase): AskedClip {
    return this.#clipRequests.find(request);
  }

  /** Ids of answered requests whose answers the centre has not yet acknowledged. */
  answersOnTheirWay(): string[] {
    return this.#clipRequests.onTheirWay();
  }

  /** Requests that were told that a clip is coming which the centre will never take. */
  brokenPromises(): AskedCase[] {
    return this.#clipRequests.brokenPromises();
  }

  /**
   * Commits the answer to a request, as an event; with `coming` also that the clip is to be sent, before everything
   * that nobody waits for. Throws DISK_FULL or OUTBOX_BROKEN; then nothing of it happened.
   */
  answerClip(request: AskedCase, answer: ClipAnswer, time: EventTime): void {
    const data = { request: request.id, case: request.case, answer };
    this.#append({ schema: 'clip.request-answered.v1', time, data }, ({ id }, _lane, madeMs) => {
      this.#clipRequests.note(request, answer, id, madeMs);
      if (answer !== 'coming') return;
      const clip = this.#clipRequests.markAsked(request);
      if (clip) this.#media.add(clip, FIRST_LANE, madeMs);
      this.#clipRequests.hurry(request, FIRST_LANE);
    });
  }

  /** Where the chain of evidence ends: the next seal continues from here. */
  sealHead(): ChainHead {
    return this.#seals.head(this.#chain.epoch);
  }

  /**
   * What is still to be sent: what a person waits for first, oldest first, byte for byte as it was put. A row that rotted
   * on the disk goes to quarantine: the centre could not tell us by its hash that it is refused.
   */
  pending(limit: number): PendingEvent[] {
    const { sound, rotten } = this.#events.first(limit);
    for (const { seq, hash } of rotten) {
      this.#log.error({ code: 'OUTBOX_BROKEN', seq }, 'an event was damaged on the disk; it is kept aside');
      this.#writer.write(() => this.#events.reject(hash, 'damaged', 'not the bytes that were stored'));
    }
    return rotten.length > 0 ? this.pending(limit) : sound;
  }

  /** Deletes exactly what the collector speaks for; what it refuses goes to quarantine. Returns rows gone. */
  confirm(ack: Ack): number {
    if (ack.box !== this.#box) return 0;
    const gone = this.#writer.write(() => this.#events.confirm(ack));
    this.#writer.reload();
    return gone;
  }

  depth(): OutboxDepth {
    const count = (rows: string) =>
      this.#db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${rows}`).get()?.n ?? 0;
    const oldest = this.#events.oldestMs();
    return {
      events: count('events'),
      media: count('media WHERE refused IS NULL'),
      rejected: count('rejected') + count('media WHERE refused IS NOT NULL'),
      oldestS: oldest === undefined ? 0 : Math.max(0, Math.round((this.#clock.utcMs() - oldest) / 1000)),
    };
  }

  /** The next file to upload: a violation's before others, newest first. */
  nextMedia(): StoredMedia | undefined {
    return this.#media.next();
  }

  /** The centre has the file. */
  mediaDone(sha256: string): void {
    this.#writer.write(() => {
      this.#media.done(sha256);
    });
  }

  /** The file will never be taken: it stays on the disk, and out of the way of the others. */
  mediaRefused(sha256: string, reason: string): void {
    this.#writer.write(() => {
      this.#media.refuse(sha256, reason);
    });
  }

  /** Must this file be kept? */
  isMediaWaiting(file: string): boolean {
    return this.#media.has(file);
  }

  close(): void {
    this.#db.close();
  }

  /**
   * The next event of the chain, committed.
   *
   * @param also what is written in the same transaction
   */
  #append(draft: EventDraft, also: (event: VamcoEvent, lane: number, madeMs: number) => void): VamcoEvent {
    const signed = this.#chain.next(draft);
    const lane = AWAITED.has(draft.schema) ? FIRST_LANE : 1;
    const isFull = this.#writer.isFull();
    if (isFull && draft.schema !== 'violation.detected.v1')
      throw new AgentError('DISK_FULL', 'the disk is full; only violations are still taken');
    const madeMs = Math.round(this.#clock.utcMs());
    this.#writer.write(() => {
      this.#events.add(signed, lane, madeMs);
      also(signed.event, lane, madeMs);
      this.#chain.note(signed);
    });
    this.#chain.advance(signed);
    return signed.event;
  }
}
