import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import { plateStep, type Account, type PlateFunnel } from './account.ts';
import { AccountBook } from './account-book.ts';
import { accountInWords } from './in-words.ts';

const NOW = Date.parse('2026-11-24T05:30:00.000Z');
const HOUR = 3_600_000;
const funnel = (parts: Partial<PlateFunnel> = {}): PlateFunnel => ({
  ...{ looks: 6, found: 5, reads: 5, voted: 4, raw: '70B112345', text: '70B112345', confidence: 0.987 },
  ...parts,
});
const account = (parts: Partial<Account> = {}): Account => ({
  ...{ camera: 'cam-01', run: '0a1b2c3d', track: 7, class: 'motorbike', fromMs: NOW - 4000, toMs: NOW },
  ...{ frames: 21, widest: 0.08, plate: funnel(), verdicts: [] },
  ...parts,
});
let file: string;
let book: AccountBook;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'vamco-explain-')), 'explain.db');
  book = new AccountBook(file);
});

test.each([
  ['a camera that reads none', undefined, 'not-read-here'],
  ['nobody looked', { looks: 0, found: 0, reads: 0, voted: 0, text: null }, 'no-look'],
  ['never found', { found: 0, reads: 0, voted: 0, text: null }, 'not-found'],
  ['no signs', { reads: 0, voted: 0, text: null }, 'not-read'],
  ['no text that is a plate', { voted: 0, text: null }, 'no-plate-text'],
  ['not sure enough', { text: null, confidence: 0.4 }, 'unsure'],
  ['claimed', {}, 'claimed'],
] as const)('a plate stops where it got stuck: %s', (_, parts, step) => {
  expect(plateStep(parts && funnel(parts))).toBe(step);
});

test('who was there at a moment is found by another reader while the box writes', () => {
  const verdicts = [
    { rule: 'red-light', zone: 'stop-1', outcome: 'clear', stoppedBy: 'not-red' },
    { rule: 'stop-line', zone: 'stop-1', outcome: 'hit', stoppedBy: undefined },
  ] as const;
  book.add(account({ verdicts }));
  book.add(account({ track: 8, fromMs: NOW - 60_000, toMs: NOW - 50_000 }));
  book.add(account({ camera: 'cam-02', track: 9 }));
  const reader = new AccountBook(file, { readonly: true });
  const found = reader.between('cam-01', NOW - 1000, NOW + 1000);
  expect(found.map(({ track }) => track)).toEqual([7]);
  expect(accountInWords(found[0] ?? account())).toEqual([
    'motorbike 7: 05:29:56.000 to 05:30:00.000 UTC (4.0 s, 21 frames, up to 8.0 % of the picture wide)',
    '  plate: 70B112345 from 4 reads, 99 % sure',
    '  red-light at stop-1: no case (not-red)',
    '  stop-line at stop-1: HIT',
  ]);
  expect(reader.cameras()).toEqual(['cam-01', 'cam-02']);
});

test('of ten thousand vehicles of which the rules said the same some 200 bytes each are kept', () => {
  const verdicts = Array.from({ length: 20 }, (_, index) => ({
    ...{ rule: 'no-helmet-driver' as const, zone: `lane-${index}`, outcome: 'clear' as const },
    stoppedBy: 'other-class' as const,
  }));
  for (let track = 1; track <= 10_000; track += 1) book.add(account({ track, verdicts }));
  expect(book.between('cam-01', 0, NOW)[0]?.verdicts).toEqual(verdicts);
  book.close();
  expect(statSync(file).size).toBeLessThan(4_000_000);
});

test('after a day it is forgotten', () => {
  book.add(account({ toMs: NOW - 25 * HOUR, fromMs: NOW - 25 * HOUR - 1 }));
  book.add(account());
  book.prune(NOW);
  expect(book.between('cam-01', 0, NOW).map(({ toMs }) => toMs)).toEqual([NOW]);
});

test('plates per vehicle of the last full hour stand beside the camera’s own normal', () => {
  const at = (hoursAgo: number, text: string | null) =>
    account({ toMs: NOW - hoursAgo * HOUR, plate: funnel({ text }) });
  for (const text of ['A', 'B', 'C', null]) book.add(at(3, text));
  for (const text of ['A', null]) book.add(at(1, text));
  book.add(at(0, 'this hour is not over'));
  book.add(account({ toMs: NOW - HOUR, plate: undefined }));
  expect(book.rate('cam-01', NOW)).toEqual({ vehicles: 2, read: 1, usualPerMille: 750 });
  expect(book.rate('cam-09', NOW)).toEqual({ vehicles: 0, read: 0, usualPerMille: undefined });
});

test('a file of an older box is begun anew', () => {
  const old = join(mkdtempSync(join(tmpdir(), 'vamco-explain-')), 'explain.db');
  const before = new Database(old);
  before.exec(`CREATE TABLE accounts (id INTEGER PRIMARY KEY, camera TEXT NOT NULL, run TEXT NOT NULL,
    track INTEGER NOT NULL, class TEXT NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, frames INTEGER NOT NULL,
    widest REAL NOT NULL, step TEXT NOT NULL, plate TEXT, verdicts TEXT NOT NULL)`);
  before.close();
  const anew = new AccountBook(old);
  anew.add(account());
  expect(anew.between('cam-01', 0, NOW)).toHaveLength(1);
});

test('what was seen of the riders is kept and told in words', () => {
  const riders = {
    ...{ looks: 6, found: 5, counts: [0.02, 0.95, 0.02, 0.01] },
    heads: [
      { helmet: 'no' as const, confidence: 0.97 },
      { helmet: 'unknown' as const, confidence: 0.6 },
    ],
  };
  book.add(account({ riders }));
  const [kept] = book.between('cam-01', 0, NOW);
  expect(kept?.riders).toEqual(riders);
  expect(accountInWords(kept ?? account()).join(' ')).toContain(
    'riders: looked at in 6 frames, heads in 5: 2 on it (95 %), driver without a helmet (97 %), passenger 1 unsure',
  );
  const nobody = account({ riders: { looks: 0, found: 0, counts: [], heads: [] } });
  expect(accountInWords(nobody).join(' ')).toContain('riders: nobody looked at them');
});

test('a damaged file does not keep the box from starting', () => {
  const broken = join(mkdtempSync(join(tmpdir(), 'vamco-explain-')), 'explain.db');
  writeFileSync(broken, 'this is no database, and long enough to be looked at '.repeat(100));
  const anew = new AccountBook(broken);
  anew.add(account());
  expect(anew.between('cam-01', 0, NOW)).toHaveLength(1);
});
