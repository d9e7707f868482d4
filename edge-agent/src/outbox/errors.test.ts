import { expect, test } from 'vitest';
import { plainError } from './errors.ts';

test.each([
  ['SQLITE_FULL', 'DISK_FULL', 'no space left on the disk of outbox.db; free some and start again'],
  ['ENOSPC', 'DISK_FULL', 'no space left on the disk of outbox.db; free some and start again'],
  ['EROFS', 'NOT_WRITABLE', 'outbox.db cannot be written'],
  ['SQLITE_CANTOPEN', 'NOT_WRITABLE', 'outbox.db cannot be written'],
  ['SQLITE_BUSY', 'OUTBOX_BROKEN', 'outbox.db is in use by another agent; stop that one first'],
  ['SQLITE_IOERR_FSYNC', 'OUTBOX_BROKEN', 'outbox.db cannot be used: sync failed'],
])('%s becomes %s in plain words', (code, expected, sentence) => {
  const error = plainError(Object.assign(new Error('sync failed'), { code }), 'outbox.db');
  expect([error.code, error.message]).toEqual([expected, sentence]);
});
