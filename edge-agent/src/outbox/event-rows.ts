import { createHash } from 'node:crypto';
import type { Ack } from '@vamco/contracts';
import type { SignedEvent } from './chain.ts';
import type { Db } from './database.ts';
import { storedRanges } from './stored-ranges.ts';

/** An event that the collector has not yet said it has. */
export interface PendingEvent {
  epoch: string;
  seq: number;
  schema: string;
  payload: string;
}

/** Events on their way to the centre, and those that it refused. Changes belong into the caller's transaction. */
export class EventRows {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** @param lane the lower, the sooner it is sent */
  add({ event, payload }: SignedEvent, lane: number, madeMs: number): void {
    const { epoch, seq, id, schema } = event;
    this.#db
      .prepare(
        `INSERT INTO events (epoch, seq, id, lane, schema, payload, payload_sha256, made_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(epoch, seq, id, lane, schema, payload, sha256(payload), madeMs);
  }

  /** The first `limit` in the order of sending, byte for byte as they were put; apart from those that rotted on the disk. */
  first(limit: number): { sound: PendingEvent[]; rotten: { seq: number; hash: string }[] } {
    const rows = this.#db
      .prepare<[number], PendingEvent & { hash: string }>(
        `SELECT epoch, seq, schema, payload, payload_sha256 AS hash FROM events ORDER BY lane, epoch, seq LIMIT ?`,
      )
      .all(limit);
    const sound: PendingEvent[] = [];
    const rotten: { seq: number; hash: string }[] = [];
    for (const { hash, ...event } of rows) {
      if (sha256(event.payload) === hash) sound.push(event);
      else rotten.push({ seq: event.seq, hash });
    }
    return { sound, rotten };
  }

  /** Deletes exactly what the collector speaks for; what it refuses goes to quarantine. Returns rows gone. */
  confirm(ack: Ack): number {
    let gone = 0;
    for (const { payloadSha256, code, reason } of ack.rejected)
      gone += this.reject(payloadSha256, code, reason);
    const stored = this.#db.prepare('DELETE FROM events WHERE epoch = ? AND seq BETWEEN ? AND ?');
    for (const [from, to] of storedRanges(ack)) gone += stored.run(ack.epoch, from, to).changes;
    return gone;
  }

  /** Moves what has this hash to quarantine. Returns rows gone. */
  reject(payloadSha256: string, code: string, reason: string): number {
    this.#db
      .prepare('INSERT INTO rejected SELECT epoch, seq, payload, ?, ? FROM events WHERE payload_sha256 = ?')
      .run(code, reason, payloadSha256);
    return this.#db.prepare('DELETE FROM events WHERE payload_sha256 = ?').run(payloadSha256).changes;
  }

  /** When the oldest was made, milliseconds UTC. */
  oldestMs(): number | undefined {
    return (
      this.#db.prepare<[], { ms: number | null }>('SELECT min(made_ms) AS ms FROM events').get()?.ms ??
      undefined
    );
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
