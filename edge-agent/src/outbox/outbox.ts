import { createHash, randomBytes, sign, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventSchemas, hashInput, MAX_EVENT_BYTES, problemsOf, type Ack, type EventDraft, type VamcoEvent } from '@vamco/contracts';
import Database from 'better-sqlite3';
import { uuidv7 } from 'uuidv7';
import type { Clock } from '../base/clock.ts';
import { AgentError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { StoredMedia } from './media-files.ts';
import { migrations } from './migrations.ts';

/** Room to work in when the disk is full: even a DELETE needs some. */
const BALLAST_BYTES = 16 * 1024 * 1024;

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
  readonly #db: Database.Database;
  readonly #box: string;
  readonly #key: KeyObject;
  readonly #clock: Clock;
  readonly #ballast: string;
  #chain: Chain;

  /** Opens `dir/outbox.db`; a corrupt one is moved aside, never lost, and a new epoch begins. */
  constructor(parts: { dir: string; box: string; key: KeyObject; clock: Clock; log: Logger }) {
    mkdirSync(parts.dir, { recursive: true });
    this.#box = parts.box;
    this.#key = parts.key;
    this.#clock = parts.clock;
    this.#ballast = join(parts.dir, 'ballast');
    const file = join(parts.dir, 'outbox.db');
    try {
      this.#db = open(file, parts.log);
      this.#chain = this.#readChain();
      if (!existsSync(this.#ballast)) writeFileSync(this.#ballast, Buffer.alloc(BALLAST_BYTES));
    } catch (cause) {
      if (cause instanceof AgentError) throw cause;
      throw translate(cause, file);
    }
  }

  get epoch(): string {
    return this.#chain.epoch;
  }

  /**
   * Numbers, links, signs and commits an event with its media rows. The media are already on the disk.
   * Throws DISK_FULL or OUTBOX_BROKEN; then nothing was stored and no number was used.
   */
  put(draft: EventDraft, media: readonly StoredMedia[] = []): VamcoEvent {
    const seq = this.#chain.seq + 1;
    const unsigned = { ...draft, id: uuidv7(), box: this.#box, epoch: this.#chain.epoch, seq, prev: this.#chain.head };
    const hash = createHash('sha256').update(hashInput(unsigned)).digest();
    const event = { ...unsigned, sig: sign(null, hash, this.#key).toString('base64') } as VamcoEvent;
    const payload = JSON.stringify(event);
    refuseBugs(event, payload);
    const head = hash.toString('hex');
    const lane = draft.schema === 'violation.detected.v1' ? 0 : 1;
    const madeMs = Math.round(this.#clock.utcMs());
    try {
      this.#db.transaction(() => {
        this.#db
          .prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)')
          .run(event.epoch, seq, event.id, lane, payload, sha256(payload), madeMs);
        const addMedia = this.#db.prepare('INSERT INTO media VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
        for (const { sha256: hash, file, bytes } of media) addMedia.run(hash, file, bytes, lane, madeMs);
        this.#db.prepare('UPDATE chain SET seq = ?, head = ?').run(seq, head);
      })();
    } catch (cause) {
      rmSync(this.#ballast, { force: true });
      throw translate(cause, 'outbox.db');
    }
    this.#chain = { epoch: event.epoch, seq, head };
    return event;
  }

  /** What is still to be sent: violations first, oldest first. */
  pending(limit: number): PendingEvent[] {
    return this.#db
      .prepare<[number], PendingEvent>(
        `SELECT epoch, seq, payload, json_extract(payload, '$.schema') AS schema FROM events ORDER BY lane, epoch, seq LIMIT ?`,
      )
      .all(limit);
  }

  /** Deletes exactly what the collector speaks for; what it refuses goes to quarantine. Returns rows gone. */
  confirm(ack: Ack): number {
    return this.#db.transaction(() => {
      let gone = 0;
      const move = this.#db.prepare('INSERT INTO rejected SELECT epoch, seq, payload, ?, ? FROM events WHERE payload_sha256 = ?');
      const drop = this.#db.prepare('DELETE FROM events WHERE payload_sha256 = ?');
      for (const { payloadSha256, code, reason } of ack.rejected) {
        move.run(code, reason, payloadSha256);
        gone += drop.run(payloadSha256).changes;
      }
      const stored = this.#db.prepare('DELETE FROM events WHERE epoch = ? AND seq BETWEEN ? AND ?');
      let from = 1;
      for (const [first = 0, last = 0] of [...ack.holes].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))) {
        gone += stored.run(ack.epoch, from, Math.min(first - 1, ack.upTo)).changes;
        from = last + 1;
      }
      return gone + stored.run(ack.epoch, from, ack.upTo).changes;
    })();
  }

  depth(): OutboxDepth {
    const count = (table: string) =>
      this.#db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0;
    const oldest = this.#db.prepare<[], { ms: number | null }>('SELECT min(made_ms) AS ms FROM events').get()?.ms;
    const oldestS = oldest == null ? 0 : Math.max(0, Math.round((this.#clock.utcMs() - oldest) / 1000));
    return { events: count('events'), media: count('media'), rejected: count('rejected'), oldestS };
  }

  /** The next file to upload: a violation's before others, newest first. */
  nextMedia(): StoredMedia | undefined {
    return this.#db
      .prepare<[], StoredMedia>('SELECT sha256, bytes, file FROM media ORDER BY lane, made_ms DESC LIMIT 1')
      .get();
  }

  mediaDone(sha256: string): void {
    this.#db.prepare('DELETE FROM media WHERE sha256 = ?').run(sha256);
  }

  isMediaWaiting(file: string): boolean {
    return this.#db.prepare('SELECT 1 FROM media WHERE file = ?').get(file) !== undefined;
  }

  close(): void {
    this.#db.close();
  }

  #readChain(): Chain {
    const chain = this.#db.prepare<[], Chain>('SELECT epoch, seq, head FROM chain').get();
    if (chain) return chain;
    const fresh = { epoch: randomBytes(8).toString('hex'), seq: 0, head: '' };
    this.#db.prepare('INSERT INTO chain VALUES (1, ?, 0, ?)').run(fresh.epoch, '');
    return fresh;
  }
}

function open(file: string, log: Logger): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Database(file);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('busy_timeout = 5000');
    const verdict = db.pragma('quick_check', { simple: true });
    if (verdict !== 'ok') throw Object.assign(new Error(String(verdict)), { code: 'SQLITE_CORRUPT' });
    migrate(db, file);
    return db;
  } catch (cause) {
    db?.close();
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(cause))) throw cause;
    const aside = `${file}.corrupt-${Date.now()}`;
    for (const tail of ['', '-wal', '-shm']) if (existsSync(file + tail)) renameSync(file + tail, aside + tail);
    log.error({ code: 'OUTBOX_BROKEN', movedTo: aside }, 'outbox database was corrupt; moved aside, a new epoch begins');
    return open(file, log);
  }
}

function migrate(db: Database.Database, file: string): void {
  const applied = db.pragma('user_version', { simple: true }) as number;
  if (applied > migrations.length) {
    throw new AgentError('OUTBOX_NEWER', `${file} was written by a newer VamCo; install that version again`);
  }
  migrations.slice(applied).forEach((sql, index) => {
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${applied + index + 1}`);
    })();
  });
}

/** An event that breaks its own contract is a mistake of ours and must never be stored. */
function refuseBugs(event: VamcoEvent, payload: string): void {
  const bytes = Buffer.byteLength(payload);
  if (bytes > MAX_EVENT_BYTES) throw new RangeError(`${event.schema} of ${bytes} bytes; at most ${MAX_EVENT_BYTES} are allowed`);
  const [problem] = problemsOf(eventSchemas[event.schema], event);
  if (problem) throw new TypeError(`${event.schema}: ${problem.path} ${problem.message}`);
}

function translate(cause: unknown, file: string): AgentError {
  const code = codeOf(cause);
  if (/FULL|ENOSPC/.test(code)) return new AgentError('DISK_FULL', `no space left on the disk of ${file}; free some and start again`, { cause });
  if (/EACCES|EPERM|EROFS|READONLY|CANTOPEN/.test(code)) return new AgentError('NOT_WRITABLE', `${file} cannot be written`, { cause });
  return new AgentError('OUTBOX_BROKEN', `${file} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
