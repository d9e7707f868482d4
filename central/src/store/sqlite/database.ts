import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CentralError } from '../../errors.ts';
import { migrations } from './migrations.ts';

export type Db = Database.Database;

/** Opens and migrates `dir/central.db`: WAL, synchronous=FULL, so that what was acknowledged stays. */
export function openDatabase(dir: string): Db {
  const file = join(dir, 'central.db');
  try {
    // Password hashes and pictures of people: for nobody else on this machine.
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const db = new Database(file);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('busy_timeout = 5000');
    migrate(db, file);
    return db;
  } catch (cause) {
    if (cause instanceof CentralError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (/FULL|ENOSPC/.test(code))
      throw new CentralError(`no space left on the disk of ${file}; free some and start again`, { cause });
    if (/CORRUPT|NOTADB/.test(code))
      throw new CentralError(`${file} is damaged; restore it from a backup`, { cause });
    throw new CentralError(`the data folder ${dir} cannot be written (${code})`, { cause });
  }
}

/** Would a commit work now? Asks for the write lock, changes nothing. */
export function canCommit(db: Db): boolean {
  try {
    db.exec('BEGIN IMMEDIATE; ROLLBACK');
    return true;
  } catch {
    if (db.inTransaction) db.exec('ROLLBACK');
    return false;
  }
}

function migrate(db: Db, file: string): void {
  const applied = db.pragma('user_version', { simple: true }) as number;
  if (applied > migrations.length)
    throw new CentralError(`${file} was written by a newer VamCo; install that version again`);
  migrations.slice(applied).forEach((sql, index) => {
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${applied + index + 1}`);
    })();
  });
}
