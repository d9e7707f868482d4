import { createHash } from 'node:crypto';
import type { ChainHead, Sealed } from '@vamco/bundle';
import type { Db } from './database.ts';

/** The seals of evidence, a chain of their own within an epoch. */
export class SealRows {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** @param event id of the event that the evidence belongs to */
  add({ bytes, seal, next }: Sealed, event: string): void {
    this.#db
      .prepare('INSERT INTO seals VALUES (?, ?, ?, ?, ?, ?)')
      .run(
        ...[seal.epoch, seal.seq, next.head],
        ...[createHash('sha256').update(bytes).digest('hex'), event, JSON.stringify(seal)],
      );
  }

  /** Where the chain ends: the next seal continues from here. */
  head(epoch: string): ChainHead {
    const last = this.#db
      .prepare<[string], { seq: number; head: string }>(
        'SELECT seq, hash AS head FROM seals WHERE epoch = ? ORDER BY seq DESC LIMIT 1',
      )
      .get(epoch);
    return { epoch, seq: last?.seq ?? 0, head: last?.head ?? '' };
  }
}
