import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ack, hashInput, problemsOf, topics } from '@vamco/contracts';
import { pino } from 'pino';
import { uuidv7 } from 'uuidv7';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type Db } from '../store/sqlite/database.ts';
import { EventStore } from '../store/sqlite/event-store.ts';
import { Collector, type BoxWord } from './collector.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const schema = 'passage.recorded.v1';
const topic = topics.event('box-01', schema);
const epoch = 'a'.repeat(16);

let dir: string;
let db: Db;
let collector: Collector;
let acks: Ack[];
let told: number;
let heard: BoxWord[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vamco-collector-'));
  db = openDatabase(dir);
  const store = new EventStore(db);
  for (const box of ['box-01', 'box-02']) store.enrol(box, pem, '2026-11-24T00:00:00.000Z');
  [acks, told, heard] = [[], 0, []];
  const onStored = () => {
    told += 1;
  };
  const onHeard = (word: BoxWord) => heard.push(word);
  collector = new Collector({ store, log: pino({ level: 'silent' }), onStored, onHeard });
  collector.publish = (_topic, payload) => acks.push(JSON.parse(payload) as Ack);
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true });
});

function passage(seq: number, direction: 'forward' | 'backward' = 'forward'): Buffer {
  const time = { utc: '2026-11-24T01:02:03.456Z', errMs: 5, source: 'chrony', bootId: '0a1b2c3d', monoMs: 1 };
  const track = { run: '0a1b2c3d', id: 1 };
  const data = { camera: 'cam-01', track, class: 'car', score: 0.9, line: 'main', direction };
  const event = { schema, id: uuidv7(), box: 'box-01', epoch, seq, prev: '', time, data };
  const hash = createHash('sha256').update(hashInput(event)).digest();
  return Buffer.from(JSON.stringify({ ...event, sig: sign(null, hash, privateKey).toString('base64') }));
}
const count = (table: string) => db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n;

test('events that arrive together, in any order, are acknowledged once', async () => {
  await Promise.all([3, 1, 2].map((seq) => collector.receive(topic, passage(seq))));
  expect(acks).toEqual([{ box: 'box-01', epoch, upTo: 3, holes: [], rejected: [] }]);
  expect([count('events'), told]).toEqual([3, 3]);
});

test('the same event twice is one event, and is acknowledged both times', async () => {
  const payload = passage(1);
  await collector.receive(topic, payload);
  await collector.receive(topic, payload);
  expect(acks.map(({ upTo, rejected }) => [upTo, rejected])).toEqual([
    [1, []],
    [1, []],
  ]);
  expect([count('events'), told]).toEqual([1, 1]);
});

test('violations that overtook many passages are spoken for, one by one, however many holes lie before', async () => {
  const numbers = Array.from({ length: 100 }, (_, i) => 10 * (i + 1));
  for (const seq of numbers) await collector.receive(topic, passage(seq));
  const isSpokenFor = (seq: number, { upTo, holes }: Ack) =>
    seq <= upTo && !holes.some(([first = 0, last = 0]) => first <= seq && seq <= last);
  expect(numbers.filter((seq) => !acks.some((ack) => isSpokenFor(seq, ack)))).toEqual([]);
  expect(acks.some((ack) => isSpokenFor(15, ack) || isSpokenFor(995, ack))).toBe(false);
  expect(acks.flatMap((ack) => problemsOf(Ack, ack))).toEqual([]);
});

test('another body under a number already taken: the first stays, the second is kept aside', async () => {
  await collector.receive(topic, passage(1));
  await collector.receive(topic, passage(1, 'backward'));
  expect(acks.at(-1)?.rejected).toMatchObject([{ code: 'conflict' }]);
  expect([count('events'), count('quarantine')]).toEqual([1, 1]);
});

test('what could not be committed is not acknowledged, and is taken when it comes again', async () => {
  const payload = passage(1);
  db.exec('PRAGMA query_only = ON');
  await expect(collector.receive(topic, payload)).rejects.toThrow();
  expect(acks).toEqual([]);
  db.exec('PRAGMA query_only = OFF');
  await collector.receive(topic, payload);
  expect(acks).toMatchObject([{ upTo: 1 }]);
});

test('a huge payload is named in the acknowledgement but does not fill the disk', async () => {
  const payload = Buffer.alloc(5_000_000, 'x');
  await collector.receive(topic, payload);
  const payloadSha256 = createHash('sha256').update(payload).digest('hex');
  expect(acks[0]?.rejected).toMatchObject([{ payloadSha256, code: 'too-large' }]);
  const kept = db.prepare<[], { n: number }>('SELECT length(payload) AS n FROM quarantine').get();
  expect(kept?.n).toBeLessThan(100_000);
});

test('a box cannot say that another one is offline', async () => {
  const say = (on: string, box: string, state: string) => {
    const status = { box, state, epoch, version: '1', since: '2026-11-24T01:02:03.456Z' };
    return collector.receive(topics.status(on), Buffer.from(JSON.stringify(status)));
  };
  await say('box-02', 'box-02', 'online');
  await say('box-01', 'box-02', 'offline');
  expect(new EventStore(db).boxes().map(({ id, state }) => [id, state])).toEqual([
    ['box-01', 'never-seen'],
    ['box-02', 'online'],
  ]);
  expect(heard).toMatchObject([{ box: 'box-02', epoch, state: 'online' }]);
});

test('a page that cannot be told does not stop the acknowledgement', async () => {
  const fragile = new Collector({
    store: new EventStore(db),
    log: pino({ level: 'silent' }),
    onStored: () => {
      throw new Error('no page');
    },
    onHeard: (word) => heard.push(word),
  });
  fragile.publish = collector.publish;
  await fragile.receive(topic, passage(1));
  expect(acks).toMatchObject([{ upTo: 1 }]);
  expect(heard).toEqual([{ box: 'box-01', epoch }]);
});
