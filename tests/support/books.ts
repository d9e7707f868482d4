import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashInput } from '@vamco/contracts';
import Database from 'better-sqlite3';
import type { OutboxState } from './camera-box.ts';

/** What a box promised, against what the centre holds of it. */
export interface Books {
  promised: number;
  stored: number;
  lost: number;
  /** The same event, or the same number, more than once. */
  doubled: number;
  /** Numbers of the box that the centre lacks before its highest one. */
  holes: number;
  /** Events whose `prev` is not the hash of the event before. */
  unlinked: number;
  pictures: number;
  picturesMissing: number;
}

/** Compares the journal in the folder of a box with the database and the pictures of the centre. */
export function compareBooks(boxDir: string, box: string, centralDir: string): Books {
  // The last line may be cut: then the id was not promised to anyone.
  const lines = readFileSync(join(boxDir, 'journal.txt'), 'utf8').split('\n').slice(0, -1);
  const ids = lines.map((line) => line.split(' ')[0] ?? '');
  const pictures = lines.map((line) => line.split(' ')[1] ?? '').filter((hash) => hash !== '');
  return compare(box, centralDir, () => ({ promised: ids, key: ({ id }) => id, pictures }));
}

/**
 * The same for a box that keeps no journal: its outbox says which numbers it gave out and still holds, and each
 * stored event names its pictures.
 */
export function compareOutbox({ epoch, last, pending }: OutboxState, box: string, centralDir: string): Books {
  const waiting = new Set(pending);
  const numbers = Array.from({ length: last }, (_, i) => i + 1).filter((seq) => !waiting.has(seq));
  return compare(box, centralDir, (rows) => ({
    promised: numbers.map((seq) => `${epoch} ${seq}`),
    key: ({ epoch: of, seq }) => `${of} ${seq}`,
    pictures: rows.flatMap(({ payload }) => payload.match(/(?<="sha256":")[0-9a-f]{64}/gu) ?? []),
  }));
}

interface Row {
  id: string;
  epoch: string;
  seq: number;
  payload: string;
}

interface Promises {
  promised: string[];
  /** What a stored event is promised by. */
  key: (row: Row) => string;
  pictures: string[];
}

function compare(box: string, centralDir: string, promisesOf: (rows: Row[]) => Promises): Books {
  const db = new Database(join(centralDir, 'central.db'), { readonly: true });
  const rows = db
    .prepare<[string], Row>('SELECT id, epoch, seq, payload FROM events WHERE box = ? ORDER BY epoch, seq')
    .all(box);
  const registered = new Set(db.prepare<[], string>('SELECT sha256 FROM media').pluck().all());
  db.close();
  const { promised, key, pictures } = promisesOf(rows);
  const stored = new Set(rows.map(key));
  const numbers = new Set(rows.map(({ seq }) => seq));
  const arrived = (hash: string) => {
    const file = join(centralDir, 'media', hash.slice(0, 2), `${hash}.jpg`);
    return registered.has(hash) && existsSync(file) && sha256(readFileSync(file)) === hash;
  };
  return {
    promised: promised.length,
    stored: rows.length,
    lost: promised.filter((id) => !stored.has(id)).length,
    doubled: rows.length - stored.size + (rows.length - numbers.size),
    holes: Math.max(0, ...numbers) - numbers.size,
    unlinked: countUnlinked(rows.map(({ payload }) => JSON.parse(payload) as { prev: string })),
    pictures: pictures.length,
    picturesMissing: pictures.filter((hash) => !arrived(hash)).length,
  };
}

function countUnlinked(events: { prev: string }[]): number {
  return events.filter(({ prev }, index) => {
    const before = events[index - 1];
    return prev !== (before === undefined ? '' : sha256(hashInput(before)));
  }).length;
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
