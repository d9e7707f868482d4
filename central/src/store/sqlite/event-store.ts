import {
  MAX_ACK_HOLES,
  type Ack,
  type BoxSummary,
  type CameraHealth,
  type VamcoEvent,
} from '@vamco/contracts';
import type { Db } from './database.ts';

/** An event that passed every check, with the bytes it came in. */
export interface ValidEvent {
  event: VamcoEvent;
  payload: string;
  hash: string;
}

export interface Refused {
  topic: string;
  payload: Buffer;
  payloadSha256: string;
  code: Ack['rejected'][number]['code'];
  reason: string;
}

/** `stored` is new, `known` was here already with the same body, `conflict` is another body under its number. */
export type StoreOutcome = 'stored' | 'known' | 'conflict';

/** Boxes, their events and what is spoken for. Every method is one transaction or part of the caller's. */
export class EventStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Runs work as one transaction: all of it is on the disk when this returns, or none. */
  transaction<Result>(work: () => Result): Result {
    // Immediate: a transaction that reads first would fail at once where this one waits for, say, `enrol`.
    return this.#db.transaction(work).immediate();
  }

  enrol(box: string, publicKey: string, at: string): void {
    this.#db
      .prepare(
        'INSERT INTO boxes (id, public_key, enrolled_at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET public_key = excluded.public_key, enrolled_at = excluded.enrolled_at',
      )
      .run(box, publicKey, at);
  }

  publicKey(box: string): string | undefined {
    return this.#db
      .prepare<[string], { key: string }>('SELECT public_key AS key FROM boxes WHERE id = ?')
      .get(box)?.key;
  }

  add({ event, payload, hash }: ValidEvent, nowMs: number): StoreOutcome {
    const { id, box, epoch, seq, schema } = event;
    const known = this.#db
      .prepare<[string, string, string, number], { hash: string }>(
        'SELECT hash FROM events WHERE id = ? OR (box = ? AND epoch = ? AND seq = ?)',
      )
      .get(id, box, epoch, seq);
    if (known) return known.hash === hash ? 'known' : 'conflict';
    const now = new Date(nowMs).toISOString();
    this.#db
      .prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(id, box, epoch, seq, schema, payload, hash, event.time.utc, now, nowMs);
    this.speakFor(box, epoch, seq);
    const health = event.schema === 'box.health-reported.v1' ? JSON.stringify(event.data) : null;
    this.#db
      .prepare('UPDATE boxes SET last_event_at = ?, health = coalesce(?, health) WHERE id = ?')
      .run(now, health, box);
    return 'stored';
  }

  /** Adds a number to the ranges spoken for, joining neighbours. */
  speakFor(box: string, epoch: string, seq: number): void {
    const range = this.#db.prepare<[string, string, number], { first: number; last: number }>(
      'SELECT first, last FROM received WHERE box = ? AND epoch = ? AND first <= ? ORDER BY first DESC LIMIT 1',
    );
    const before = range.get(box, epoch, seq);
    if (before && before.last >= seq) return;
    const after = this.#db
      .prepare<[string, string, number], { last: number }>(
        'SELECT last FROM received WHERE box = ? AND epoch = ? AND first = ?',
      )
      .get(box, epoch, seq + 1);
    if (after)
      this.#db
        .prepare('DELETE FROM received WHERE box = ? AND epoch = ? AND first = ?')
        .run(box, epoch, seq + 1);
    const first = before?.last === seq - 1 ? before.first : seq;
    this.#db
      .prepare(
        'INSERT INTO received VALUES (?, ?, ?, ?) ON CONFLICT (box, epoch, first) DO UPDATE SET last = excluded.last',
      )
      .run(box, epoch, first, after?.last ?? seq);
  }

  /**
   * What may be acknowledged of an epoch: everything up to `upTo` but the holes.
   *
   * @param from begins at the range that holds this number, so what is stored there is always spoken for; what lies
   *   before counts as a hole
   */
  spokenFor(box: string, epoch: string, from: number): Pick<Ack, 'upTo' | 'holes'> {
    const ranges = this.#db
      .prepare<{ box: string; epoch: string; from: number; limit: number }, { first: number; last: number }>(
        `SELECT first, last FROM received WHERE box = @box AND epoch = @epoch AND first >= coalesce(
           (SELECT max(first) FROM received WHERE box = @box AND epoch = @epoch AND first <= @from), 0)
         ORDER BY first LIMIT @limit`,
      )
      .all({ box, epoch, from, limit: MAX_ACK_HOLES });
    const holes: number[][] = [];
    let next = 1;
    for (const { first, last } of ranges) {
      if (first > next) holes.push([next, first - 1]);
      next = last + 1;
    }
    return { upTo: next - 1, holes };
  }

  quarantine({ topic, payload, payloadSha256, code, reason }: Refused, now: string): void {
    this.#db
      .prepare(
        'INSERT INTO quarantine (received_at, topic, payload, payload_sha256, code, reason) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      )
      .run(now, topic, payload, payloadSha256, code, reason);
  }

  setState(box: string, state: 'online' | 'offline'): void {
    this.#db.prepare('UPDATE boxes SET state = ? WHERE id = ?').run(state, box);
  }

  /** The last word of every box is outdated; one that is there will say so again. */
  forgetStates(): void {
    this.#db.prepare("UPDATE boxes SET state = 'offline' WHERE state = 'online'").run();
  }

  isOnline(box: string): boolean {
    return this.#db.prepare("SELECT 1 FROM boxes WHERE id = ? AND state = 'online'").get(box) !== undefined;
  }

  boxes(): BoxSummary[] {
    const rows = this.#db
      .prepare<[], { id: string; state: BoxSummary['state']; at: string | null; health: string | null }>(
        'SELECT id, state, last_event_at AS at, health FROM boxes ORDER BY id',
      )
      .all();
    return rows.map(({ id, state, at, health }) => {
      const cameras = health === null ? [] : (JSON.parse(health) as { cameras: CameraHealth[] }).cameras;
      return { id, state, lastEventAt: at, cameras };
    });
  }

  /** @param sealed only the export may show it; what is shown already stays so */
  addMedia(sha256: string, bytes: number, box: string, now: string, sealed = false): void {
    this.#db
      .prepare(
        'INSERT INTO media VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET sealed = min(sealed, excluded.sealed)',
      )
      .run(sha256, bytes, box, now, sealed ? 1 : 0);
  }

  /** Is it here, and may reviewers see it? */
  isShown(sha256: string): boolean {
    return this.#db.prepare('SELECT 1 FROM media WHERE sha256 = ? AND sealed = 0').get(sha256) !== undefined;
  }

  hasMedia(sha256: string): boolean {
    return this.#db.prepare('SELECT 1 FROM media WHERE sha256 = ?').get(sha256) !== undefined;
  }

  audit(who: string, what: string, about: string): void {
    this.#db
      .prepare('INSERT INTO audit (at, who, what, about) VALUES (?, ?, ?, ?)')
      .run(new Date().toISOString(), who, what, about);
  }
}
