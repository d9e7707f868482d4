import type { Db } from './database.ts';
import type { StoredMedia } from './media-files.ts';

/** Files on their way to the centre, those that a person waits for in the first lanes. */
export class MediaRows {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** A file that is on its way already keeps its place. */
  add({ sha256: hash, file, bytes }: StoredMedia, lane: number, madeMs: number): void {
    this.#db
      .prepare(
        'INSERT INTO media (sha256, file, bytes, lane, made_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      )
      .run(hash, file, bytes, lane, madeMs);
  }

  /** The first lane's newest. */
  next(): StoredMedia | undefined {
    return this.#db
      .prepare<[], StoredMedia>(
        'SELECT sha256, bytes, file FROM media WHERE refused IS NULL ORDER BY lane, made_ms DESC LIMIT 1',
      )
      .get();
  }

  done(sha256: string): void {
    this.#db.prepare('DELETE FROM media WHERE sha256 = ?').run(sha256);
  }

  /** It stays on the disk, and out of the way of the others. */
  refuse(sha256: string, reason: string): void {
    this.#db.prepare('UPDATE media SET refused = ? WHERE sha256 = ?').run(reason, sha256);
  }

  has(file: string): boolean {
    return this.#db.prepare('SELECT 1 FROM media WHERE file = ?').get(file) !== undefined;
  }
}
