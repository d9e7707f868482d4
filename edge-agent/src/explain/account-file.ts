import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { SMALL_CACHE } from '../base/small-cache.ts';

const VERSION = 2;
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS said (id INTEGER PRIMARY KEY, verdicts TEXT NOT NULL UNIQUE, last_ms INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS accounts (
    id INTEGER PRIMARY KEY, camera TEXT NOT NULL, run TEXT NOT NULL, track INTEGER NOT NULL, class TEXT NOT NULL,
    from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, frames INTEGER NOT NULL, widest REAL NOT NULL,
    step TEXT NOT NULL, plate TEXT, riders TEXT, verdicts INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS accounts_by_time ON accounts (camera, to_ms);
  CREATE INDEX IF NOT EXISTS accounts_by_age ON accounts (to_ms);
  PRAGMA user_version = ${VERSION};`;

/** What cannot be used any more is thrown away: the box must start, and this memory proves nothing. */
export function openOrAnew(file: string): Database.Database {
  try {
    return open(file);
  } catch {
    for (const tail of ['', '-wal', '-shm']) rmSync(`${file}${tail}`, { force: true });
    return open(file);
  }
}

/** Throws when the file is damaged, or another version wrote it. */
function open(file: string): Database.Database {
  const db = new Database(file);
  try {
    const tables = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get();
    if (tables !== 0 && db.pragma('user_version', { simple: true }) !== VERSION)
      throw new Error(`${file} is of another version`);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = OFF');
    db.pragma(SMALL_CACHE);
    db.exec(SCHEMA);
    return db;
  } catch (cause) {
    db.close();
    throw cause;
  }
}
