import { existsSync, renameSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AgentError } from '../base/errors.ts';
import { keepStatements } from '../base/keep-statements.ts';
import type { Logger } from '../base/log.ts';
import { SMALL_CACHE } from '../base/small-cache.ts';
import { codeOf } from './errors.ts';
import { migrations } from './migrations.ts';

export type Db = Database.Database;

/**
 * Opens and migrates the database: WAL with synchronous=FULL, so that a power cut cannot take back what was
 * committed. A corrupt file is moved aside, never deleted, and an empty one takes its place.
 */
export function openDatabase(file: string, log: Logger): Db {
  let db: Db | undefined;
  try {
    db = new Database(file);
    db.pragma('busy_timeout = 2000');
    // One writer per box: a second agent in the same folder is refused, not let in to fork the numbers.
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma(SMALL_CACHE);
    const verdict = db.pragma('quick_check', { simple: true });
    if (verdict !== 'ok') throw Object.assign(new Error(String(verdict)), { code: 'SQLITE_CORRUPT' });
    migrate(db, file);
    keepStatements(db);
    return db;
  } catch (cause) {
    db?.close();
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(cause))) throw cause;
    moveAside(file, log);
    return openDatabase(file, log);
  }
}

function moveAside(file: string, log: Logger): void {
  const aside = `${file}.corrupt-${Date.now()}`;
  for (const tail of ['', '-wal', '-shm']) if (existsSync(file + tail)) renameSync(file + tail, aside + tail);
  log.error(
    { code: 'OUTBOX_BROKEN', movedTo: aside },
    'outbox database was corrupt; moved aside, a new epoch begins',
  );
}

function migrate(db: Db, file: string): void {
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
