import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { uuidv7 } from 'uuidv7';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type Db } from './database.ts';
import { migrations } from './migrations.ts';
import { ReviewStore } from './review-store.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vamco-review-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

const still = { role: 'at', atMs: 0, box: [0, 0, 1, 1], media: { sha256: '0'.repeat(64), bytes: 1 } };
let seq = 0;
function addViolation(db: Db, utc: string, track = 7): string {
  const id = uuidv7();
  seq += 1;
  const data = {
    camera: 'cam-01',
    track: { run: '0a1b2c3d', id: track },
    place: { name: 'Ngã tư' },
    rule: { id: 'wrong-way', version: 1 },
    stills: [still],
  };
  const payload = JSON.stringify({ id, box: 'box-01', epoch: 'a', seq, time: { utc }, data });
  db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
    ...[id, 'box-01', 'a', seq, 'violation.detected.v1', payload, 'hash', utc, utc, 0],
  );
  return id;
}
function addPlate(db: Db, number: number, display: string, track = 7): void {
  const id = uuidv7();
  const utc = '2026-11-24T01:00:05.000Z';
  const plate = {
    display,
    confidence: 0.9,
    colour: 'white',
    layout: 'two-line',
    raw: '',
    looks: 1,
    model: 'm',
  };
  const crop = { atMs: -500, media: { sha256: '1'.repeat(64), bytes: 1 } };
  const data = {
    camera: 'cam-01',
    track: { run: '0a1b2c3d', id: track },
    class: 'car',
    plate: { ...plate, crop },
  };
  const payload = JSON.stringify({ id, box: 'box-01', epoch: 'a', seq: number, time: { utc }, data });
  db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
    ...[id, 'box-01', 'a', number, 'plate.read.v1', payload, 'hash', utc, utc, 0],
  );
}
function decision(violation: string, outcome: 'confirmed' | 'rejected' | 'unsure', at: string) {
  const by = { id: 'u1', name: 'Lan' };
  return { id: uuidv7(), violation, outcome, reason: 'other', note: '', by, at } as const;
}

test('the list is newest first, page by page, each case once', () => {
  const db = openDatabase(dir);
  const reviews = new ReviewStore(db);
  const times = ['01', '02', '02', '03', '04'].map((s) => `2026-11-24T01:00:${s}.000Z`);
  const ids = times.map((utc) => addViolation(db, utc));
  const seen: string[] = [];
  for (let before: string | undefined, pages = 0; pages < 3; pages += 1) {
    const page = reviews.list('all', 2, before);
    seen.push(...page.map(({ id }) => id));
    before = page.at(-1) && `${page.at(-1)?.at ?? ''}|${page.at(-1)?.id ?? ''}`;
  }
  expect(seen).toEqual([...ids].reverse());
  db.close();
});

test('the decision added last counts, even after the clock was set back', () => {
  const db = openDatabase(dir);
  const reviews = new ReviewStore(db);
  const id = addViolation(db, '2026-11-24T01:00:00.000Z');
  expect(reviews.decide(decision(id, 'unsure', '2026-11-24T09:00:00.000Z'), 0)).toBe(true);
  expect(reviews.decide(decision(id, 'rejected', '2026-11-24T08:00:00.000Z'), 0)).toBe(false);
  expect(reviews.decide(decision(id, 'rejected', '2026-11-24T08:00:00.000Z'), 1)).toBe(true);
  expect(reviews.decisions(id).map(({ outcome }) => outcome)).toEqual(['unsure', 'rejected']);
  expect(reviews.list('rejected', 9, undefined)).toHaveLength(1);
  expect(reviews.overview('2026-11-24')).toMatchObject({ pending: 0, decidedToday: 2, violationsToday: 1 });
  expect(() => db.exec('DELETE FROM decisions')).toThrow(/append-only/);
  expect(() => db.exec("UPDATE decisions SET outcome = 'confirmed'")).toThrow(/append-only/);
  db.close();
});

test('a database of the version before keeps its cases, decisions and figures', () => {
  const old = new Database(join(dir, 'central.db'));
  old.exec(migrations[0] ?? '');
  old.pragma('user_version = 1');
  const [first = ''] = ['2026-11-24T01:00:00.000Z', '2026-11-24T02:00:00.000Z'].map((utc) =>
    addViolation(old, utc),
  );
  const { id, violation, outcome, reason, note, by, at } = decision(
    first,
    'confirmed',
    '2026-11-24T03:00:00.000Z',
  );
  old
    .prepare('INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(id, violation, outcome, reason, note, by.id, by.name, at);
  old.close();

  const db = openDatabase(dir);
  const reviews = new ReviewStore(db);
  expect(reviews.list('confirmed', 9, undefined).map((item) => item.id)).toEqual([first]);
  expect(reviews.overview('2026-11-24')).toEqual({
    pending: 1,
    decidedToday: 1,
    violationsToday: 2,
    passagesToday: 0,
  });
  db.close();
});

test('a case shows the newest reading of its vehicle’s plate, in whatever order they came', () => {
  const db = openDatabase(dir);
  const reviews = new ReviewStore(db);
  const [mine, other] = [
    addViolation(db, '2026-11-24T01:00:00.000Z', 7),
    addViolation(db, '2026-11-24T01:00:01.000Z', 8),
  ];
  expect(reviews.item(mine)?.plate).toBeNull();
  addPlate(db, 900, '70A-123.45');
  addPlate(db, 800, '70A-128.45');
  expect(reviews.get(mine)).toMatchObject({
    plate: { display: '70A-123.45', alternatives: [] },
    pictures: [{ role: 'at' }, { role: 'plate', at: '2026-11-24T01:00:04.500Z', url: null }],
  });
  expect(reviews.item(other)?.plate).toBeNull();
  const track = { box: 'box-01', data: { camera: 'cam-01', track: { run: '0a1b2c3d', id: 7 } } };
  expect(reviews.itemsOfTrack(track as never).map(({ id }) => id)).toEqual([mine]);
  db.close();
});
