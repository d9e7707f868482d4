import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { ReservedWriter } from './reserved-writer.ts';

const dir = mkdtempSync(join(tmpdir(), 'vamco-reserve-'));
const ballast = join(dir, 'ballast');
const db = new Database(':memory:');
afterAll(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

test('the reserve is given up for what is written on a full disk, and taken back for whoever asks later', () => {
  let nowMs = 0;
  const clock = { now: () => nowMs, utcMs: () => nowMs };
  const writer = new ReservedWriter(db, { file: 'outbox.db', dir, clock, log: pino({ level: 'silent' }) });
  expect(existsSync(ballast)).toBe(true);
  expect(writer.isFull()).toBe(false);
  const written = writer.write(() => {
    if (existsSync(ballast)) throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
    return 'written';
  });
  expect(written).toBe('written');
  expect(writer.isFull()).toBe(true);
  nowMs = 14_000;
  expect(writer.isFull()).toBe(true);
  nowMs = 16_000;
  expect(writer.isFull()).toBe(false);
  expect(existsSync(ballast)).toBe(true);
});
