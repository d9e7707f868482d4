import { createHash, randomBytes, sign, type KeyObject } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  eventSchemas,
  hashInput,
  MAX_EVENT_BYTES,
  problemsOf,
  type Ack,
  type ClipAnswer,
  type EventDraft,
  type EventTime,
  type VamcoEvent,
} from '@vamco/contracts';
import type { ChainHead, Sealed } from '@vamco/bundle';
import { uuidv7 } from 'uuidv7';
import type { Clock } from '../base/clock.ts';
import { AgentError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import { ClipRequestRows, type AskedCase, type AskedClip } from './clip-request-rows.ts';
import { ClipRows, type ClipWish, type KeptClip } from './clip-rows.ts';
import { openDatabase, type Db } from './database.ts';
import { plainError } from './errors.ts';
import type { StoredMedia } from './media-files.ts';
import { MediaRows } from './media-rows.ts';
import { ReservedWriter } from './reserved-writer.ts';
import { storedRanges } from './stored-ranges.ts';

/** What a person waits for: new cases with their pictures, and clips that were asked for. */
const FIRST_LANE = 0;
const AWAITED = new Set<string>(['violation.detected.v1', 'clip.request-answered.v1']);
/** Originals are sent when everything else has been: thin lines carry what a reviewer needs first. */
const LATER_LANE = 2;
/** Clips are large: they are sent last of all. */
const CLIP_LANE = 3;

/** An event that the collector has not yet said it has. */
export interface PendingEvent {
  epoch: string;
  seq: number;
  schema: string;
  payload: string;
}

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

interface Chain {
  epoch: string;
  seq: number;
  head: string;
}

/**
 * Events wait here until the centre says they are stored (a PUBACK only means that the broker has them).
 * WAL with synchronous=FULL: when `put` returns, a power cut cannot take the event back. One writer.
 */
export class Outbox {
  readonly #db: Db;
  readonly #writer: ReservedWriter;
  readonly #box: string;
  readonly #key: KeyObject;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #media: MediaRows;
  readonly #clips: ClipRows;
  readonly #clipRequests: ClipRequestRows;
  #chain: Chain;

  /** Opens `dir/outbox.db`; a corrupt one is moved aside, never lost, and a new epoch begins. */
  constructor(parts: { dir: string; box: string; key: KeyObject; clock: Clock; log: Logger }) {
    this.#box = parts.box;
    this.#key = parts.key;
    this.#clock = parts.clock;
    this.#log = parts.log;
    const file = join(parts.dir, 'outbox.db');
    let db: Db | undefined;
    try {
      mkdirSync(parts.dir, { recursive: true });
      db = this.#db = openDatabase(file, parts.log);
      this.#chain = this.#readChain();
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
      if (sealed) this.#addSeal(sealed, id);
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
      this.#addSeal(sealed, event);
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
    const { epoch } = this.#chain;
    const last = this.#db
      .prepare<[string], { seq: number; head: string }>(
        'SELECT seq, hash AS head FROM seals WHERE epoch = ? ORDER BY seq DESC LIMIT 1',
      )
      .get(epoch);
    return { epoch, seq: last?.seq ?? 0, head: last?.head ?? '' };
  }

  /**
   * What is still to be sent: what a person waits for first, oldest first, byte for byte as it was put. A row that rotted
   * on the disk goes to quarantine: the centre could not tell us by its hash that it is refused.
   */
  pending(limit: number): PendingEvent[] {
    const rows = this.#db
      .prepare<[number], PendingEvent & { hash: string }>(
        `SELECT epoch, seq, schema, payload, payload_sha256 AS hash FROM events ORDER BY lane, epoch, seq LIMIT ?`,
      )
      .all(limit);
    const rotten = rows.filter(({ payload, hash }) => sha256(payload) !== hash);
    for (const { seq, hash } of rotten) {
      this.#log.error({ code: 'OUTBOX_BROKEN', seq }, 'an event was damaged on the disk; it is kept aside');
      this.#writer.write(() => this.#reject(hash, 'damaged', 'not the bytes that were stored'));
    }
    return rotten.length > 0
      ? this.pending(limit)
      : rows.map(({ epoch, seq, schema, payload }) => ({ epoch, seq, schema, payload }));
  }

  /** Deletes exactly what the collector speaks for; what it refuses goes to quarantine. Returns rows gone. */
  confirm(ack: Ack): number {
    if (ack.box !== this.#box) return 0;
    const gone = this.#writer.write(() => {
      let rows = 0;
      for (const { payloadSha256, code, reason } of ack.rejected)
        rows += this.#reject(payloadSha256, code, reason);
      const stored = this.#db.prepare('DELETE FROM events WHERE epoch = ? AND seq BETWEEN ? AND ?');
      for (const [from, to] of storedRanges(ack)) rows += stored.run(ack.epoch, from, to).changes;
      return rows;
    });
    this.#writer.reload();
    return gone;
  }

  depth(): OutboxDepth {
    const count = (rows: string) =>
      this.#db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${rows}`).get()?.n ?? 0;
    const oldest = this.#db
      .prepare<[], { ms: number | null }>('SELECT min(made_ms) AS ms FROM events')
      .get()?.ms;
    return {
      events: count('events'),
      media: count('media WHERE refused IS NULL'),
      rejected: count('rejected') + count('media WHERE refused IS NOT NULL'),
      oldestS: oldest == null ? 0 : Math.max(0, Math.round((this.#clock.utcMs() - oldest) / 1000)),
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
    const seq = this.#chain.seq + 1;
    const unsigned = {
      ...draft,
      id: uuidv7(),
      box: this.#box,
      epoch: this.#chain.epoch,
      seq,
      prev: this.#chain.head,
    };
    const hash = createHash('sha256').update(hashInput(unsigned)).digest();
    const event = { ...unsigned, sig: sign(null, hash, this.#key).toString('base64') };
    const payload = JSON.stringify(event);
    refuseBugs(event, payload);
    const head = hash.toString('hex');
    const lane = AWAITED.has(draft.schema) ? FIRST_LANE : 1;
    const isFull = this.#writer.isFull();
    if (isFull && draft.schema !== 'violation.detected.v1')
      throw new AgentError('DISK_FULL', 'the disk is full; only violations are still taken');
    const madeMs = Math.round(this.#clock.utcMs());
    this.#writer.write(() => {
      this.#db
        .prepare(
          `INSERT INTO events (epoch, seq, id, lane, schema, payload, payload_sha256, made_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(event.epoch, seq, event.id, lane, event.schema, payload, sha256(payload), madeMs);
      also(event, lane, madeMs);
      this.#db.prepare('UPDATE chain SET seq = ?, head = ?').run(seq, head);
    });
    this.#chain = { epoch: event.epoch, seq, head };
    return event;
  }

  #addSeal({ bytes, seal, next }: Sealed, event: string): void {
    this.#db
      .prepare('INSERT INTO seals VALUES (?, ?, ?, ?, ?, ?)')
      .run(seal.epoch, seal.seq, next.head, sha256(bytes), event, JSON.stringify(seal));
  }

  #reject(payloadSha256: string, code: string, reason: string): number {
    this.#db
      .prepare('INSERT INTO rejected SELECT epoch, seq, payload, ?, ? FROM events WHERE payload_sha256 = ?')
      .run(code, reason, payloadSha256);
    return this.#db.prepare('DELETE FROM events WHERE payload_sha256 = ?').run(payloadSha256).changes;
  }

  #readChain(): Chain {
    const chain = this.#db.prepare<[], Chain>('SELECT epoch, seq, head FROM chain').get();
    if (chain) return chain;
    const fresh = { epoch: randomBytes(8).toString('hex'), seq: 0, head: '' };
    this.#db.prepare('INSERT INTO chain VALUES (1, ?, 0, ?)').run(fresh.epoch, '');
    return fresh;
  }
}

/** An event that breaks its own contract is a mistake of ours and must never be stored. */
function refuseBugs(event: VamcoEvent, payload: string): void {
  const bytes = Buffer.byteLength(payload);
  if (bytes > MAX_EVENT_BYTES)
    throw new RangeError(`${event.schema} of ${bytes} bytes; at most ${MAX_EVENT_BYTES} are allowed`);
  const [problem] = problemsOf(eventSchemas[event.schema], event);
  if (problem) throw new TypeError(`${event.schema}: ${problem.path} ${problem.message}`);
}

function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
