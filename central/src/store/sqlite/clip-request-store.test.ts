import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClipAnswer, VamcoEvent } from '@vamco/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ClipRequestStore, type NewClipRequest } from './clip-request-store.ts';
import { openDatabase, type Db } from './database.ts';
import { EventStore } from './event-store.ts';

const violation = '019ab0a1-1111-7abc-8def-0123456789ab';
const request: NewClipRequest = {
  ...{ id: '019ab0a1-2222-7abc-8def-0123456789ab', case: violation, box: 'box-01', manifest: 'b'.repeat(64) },
  ...{ by: { id: 'u1', name: 'Minh' }, at: '2026-11-26T01:02:03.456Z' },
};
const epoch = 'a'.repeat(16);

let dir: string;
let db: Db;
let events: EventStore;
let requests: ClipRequestStore;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vamco-clip-requests-'));
  db = openDatabase(dir);
  events = new EventStore(db);
  requests = new ClipRequestStore(db);
  for (const box of ['box-01', 'box-02']) events.enrol(box, 'pem', request.at);
  store(
    'violation.detected.v1',
    1,
    { camera: 'cam-01', track: { run: '00000001', id: 1 } },
    { id: violation },
  );
  requests.add(request);
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true });
});

function store(schema: string, seq: number, data: object, more: Partial<VamcoEvent> = {}): void {
  const id = `019ab0a1-3333-7abc-8def-${String(seq).padStart(12, '0')}`;
  const time = { utc: request.at, errMs: 1, source: 'unsynced', bootId: '00000001', monoMs: 1 };
  const event = {
    schema,
    id,
    box: 'box-01',
    epoch,
    seq,
    prev: '',
    time,
    data,
    sig: '',
    ...more,
  } as VamcoEvent;
  events.add({ event, payload: JSON.stringify(event), hash: `${seq}${event.box}${event.epoch}` }, 0);
}
const answered = (answer: ClipAnswer, seq: number, more: Partial<VamcoEvent> = {}) => {
  store('clip.request-answered.v1', seq, { request: request.id, case: violation, answer }, more);
};
const answer = () => requests.of(violation)?.answer;
const isOpen = () => requests.open('box-01').length === 1;

test('the first who asks for a clip has asked for it; nobody can change or remove that', () => {
  const second = { ...request, id: '019ab0a1-2223-7abc-8def-0123456789ab', by: { id: 'u2', name: 'Hoa' } };
  expect(requests.add(second)).toBe(false);
  expect(requests.of(violation)).toEqual({ by: request.by, at: request.at, answer: undefined });
  expect(() => db.exec("UPDATE clip_requests SET by_name = 'Hoa'")).toThrow(/append-only/);
  expect(() => db.exec('DELETE FROM clip_requests')).toThrow(/append-only/);
});

test('a box answers for its own cases, not for those of another', () => {
  answered('not-kept', 2, { box: 'box-02' });
  expect([answer(), isOpen()]).toEqual([undefined, true]);
  store('clip.request-answered.v1', 3, { request: request.id, case: request.id, answer: 'not-kept' });
  expect(answer()).toBeUndefined();
  answered('not-kept', 4);
  expect([answer(), isOpen()]).toEqual(['not-kept', false]);
});

test('of two answers the later number counts, in whatever order they arrive; and any of a new epoch', () => {
  answered('unsendable', 9);
  answered('coming', 8);
  expect(answer()).toBe('unsendable');
  answered('unknown-case', 1, { epoch: 'c'.repeat(16), id: '019ab0a1-4444-7abc-8def-0123456789ab' });
  expect(answer()).toBe('unknown-case');
});

test('a request is open until the clip is here, or the sealed record says that there is none', () => {
  answered('coming', 2);
  expect(requests.open('box-01')).toMatchObject([{ answer: 'coming', answerEpoch: epoch }]);
  const clip = 'c'.repeat(64);
  db.prepare('INSERT INTO clips VALUES (?, ?, ?, ?)').run('box-01', request.manifest, 'd'.repeat(64), clip);
  expect(isOpen()).toBe(true);
  events.addMedia(clip, 9, 'box-01', request.at, true);
  expect(isOpen()).toBe(false);
  db.prepare('UPDATE clips SET clip = NULL').run();
  expect(isOpen()).toBe(false);
});

test('the manifest, the record and the clip lead to the case that was asked for', () => {
  const [record, clip] = ['d'.repeat(64), 'c'.repeat(64)];
  db.prepare('INSERT INTO clips VALUES (?, ?, ?, ?)').run('box-01', request.manifest, record, clip);
  for (const hash of [request.manifest, record, clip]) expect(requests.casesWith(hash)).toEqual([violation]);
  expect(requests.casesWith('e'.repeat(64))).toEqual([]);
});
