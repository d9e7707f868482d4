import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sealBody, sha256, type Sealed, type SealedBody } from '@vamco/bundle';
import type { ClipRequest, ClipRequestAnsweredV1, EventTime } from '@vamco/contracts';
import { pino } from 'pino';
import { uuidv7 } from 'uuidv7';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aBody } from '../../../tests/support/sealed-cases.ts';
import { systemClock } from '../base/clock.ts';
import { loadOrCreateBoxKey } from '../outbox/box-key.ts';
import { Outbox } from '../outbox/outbox.ts';
import { ClipRequests } from './clip-requests.ts';

const log = pino({ level: 'silent' });
const at = '2026-11-24T01:02:03.456Z';
const time: EventTime = { utc: at, errMs: 1000, source: 'unsynced', bootId: 'abcdabcd', monoMs: 1 };
const original = { sha256: 'e'.repeat(64), bytes: 9, file: '/media/original.sealed', later: true };
const span = { camera: 'cam-01', actMs: 10_000, fromMs: 5_000, toMs: 13_000, errMs: 40 };

let dir: string;
let outbox: Outbox;
let requests: ClipRequests;
let told: number;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vamco-clip-requests-'));
  told = 0;
  start();
});
afterEach(() => {
  outbox.close();
  rmSync(dir, { recursive: true });
});

function start(): void {
  outbox = new Outbox({ dir, box: 'box-01', key: loadOrCreateBoxKey(dir), clock: systemClock, log });
  const onAnswer = () => {
    told += 1;
  };
  requests = new ClipRequests({ box: 'box-01', book: outbox, time: () => time, onAnswer, log });
}

const seal = (body: SealedBody): Sealed =>
  sealBody(body, { box: 'box-01', at, chain: outbox.sealHead() }, loadOrCreateBoxKey(dir));
const stored = ({ bytes }: Sealed) => {
  const hash = sha256(bytes);
  return { sha256: hash, bytes: bytes.length, file: `/media/${hash}.sealed`, later: true };
};

/** A case as the pipeline stores it; its clip is promised. Gives the request for that clip. */
function aCase(): ClipRequest {
  const sealed = seal(aBody());
  const manifest = stored(sealed);
  const still = {
    role: 'at' as const,
    atMs: 0,
    box: [0, 0, 1, 1],
    media: { sha256: manifest.sha256, bytes: 1 },
  };
  const data = {
    ...{ camera: 'cam-01', place: { name: 'x' }, track: { run: '00000001', id: 1 }, class: 'car' as const },
    ...{ score: 0.9, rule: { id: 'wrong-way' as const, version: 1 }, zone: 'lane-a', began: at, model: 'm' },
    ...{ stills: [still], manifest: manifest.sha256 },
  };
  const { id } = outbox.put({ schema: 'violation.detected.v1', time, data }, [manifest, original], sealed, {
    ...{ manifest: manifest.sha256, ...span },
  });
  return { box: 'box-01', id: uuidv7(), case: id, manifest: manifest.sha256, at };
}

/** The clip is cut, and stays here. Gives its file, and the record that says so. */
function cut({ manifest }: ClipRequest, bytes = 'the clip') {
  const hash = sha256(bytes);
  const clip = {
    sha256: hash,
    bytes: bytes.length,
    file: join(dir, 'media', hash.slice(0, 2), `${hash}.mp4`),
  };
  mkdirSync(dirname(clip.file), { recursive: true });
  writeFileSync(clip.file, bytes);
  const sealed = seal({
    ...{ schema: 'evidence.clip-body.v1', case: manifest, camera: 'cam-01', act: at },
    ...{ asked: { fromMs: -5_000, toMs: 3_000 }, clip: { none: 'failed' } },
  });
  const record = stored(sealed);
  outbox.settleClip(manifest, { sealed, record, clip, send: false });
  return { clip, record };
}

/** What the box answered and the centre has not yet acknowledged. */
const answers = () =>
  outbox
    .pending(1_000)
    .filter(({ schema }) => schema === 'clip.request-answered.v1')
    .map(({ payload }) => (JSON.parse(payload) as ClipRequestAnsweredV1).data);
const acknowledge = () => {
  const upTo = Math.max(...outbox.pending(1_000).map(({ seq }) => seq));
  outbox.confirm({ box: 'box-01', epoch: outbox.epoch, upTo, holes: [], rejected: [] });
};
/** Everything that would be uploaded, in this order. */
function uploads(): string[] {
  const order: string[] = [];
  for (let next = outbox.nextMedia(); next; next = outbox.nextMedia()) {
    order.push(next.sha256);
    outbox.mediaDone(next.sha256);
  }
  return order;
}

test('the clip that is asked for goes with its documents before originals nobody waits for, and the centre is told', () => {
  const request = aCase();
  const { clip, record } = cut(request);
  expect(outbox.keptClips('cam-01')).toMatchObject([{ file: clip.file }]);
  requests.hear(request);
  expect(answers()).toEqual([{ request: request.id, case: request.case, answer: 'coming' }]);
  expect(told).toBe(1);
  const order = uploads();
  expect(new Set(order.slice(0, 3))).toEqual(new Set([clip.sha256, record.sha256, request.manifest]));
  expect(order.slice(3)).toEqual([original.sha256]);
});

test('without a request it stays on the box', () => {
  const { clip } = cut(aCase());
  expect(uploads()).not.toContain(clip.sha256);
});

test('a request survives a restart: answer and clip are still to be sent, and the clip is not thrown away', () => {
  const request = aCase();
  const { clip } = cut(request);
  requests.hear(request);
  outbox.close();
  start();
  expect(answers()).toMatchObject([{ answer: 'coming' }]);
  expect(outbox.forgetClip(clip.file)).toBe(false);
  expect(uploads()).toContain(clip.sha256);
  expect(outbox.forgetClip(clip.file)).toBe(true);
});

test('the same request again is the same one; once the centre has the answer and asks all the same, it is told again', () => {
  const request = aCase();
  cut(request);
  for (let times = 0; times < 3; times += 1) requests.hear(request);
  expect(answers()).toHaveLength(1);
  acknowledge();
  requests.hear(request);
  expect(answers()).toMatchObject([{ request: request.id, answer: 'coming' }]);
});

test('a clip that is still to be cut is promised, and goes as soon as it is cut', () => {
  const request = aCase();
  requests.hear(request);
  expect(answers()).toMatchObject([{ answer: 'coming' }]);
  expect(uploads()).toEqual([request.manifest, original.sha256]);
  const { clip, record } = cut(request);
  expect(new Set(uploads())).toEqual(new Set([clip.sha256, record.sha256]));
});

test('a clip that has left the box is said to be gone, and nothing is sent', () => {
  const request = aCase();
  const { clip } = cut(request);
  expect(outbox.forgetClip(clip.file)).toBe(true);
  requests.hear(request);
  expect(answers()).toMatchObject([{ answer: 'not-kept' }]);
  expect(uploads()).not.toContain(clip.sha256);
});

test.each<[string, (own: ClipRequest, other: ClipRequest) => ClipRequest, object[]]>([
  ['for another box', (own) => ({ ...own, box: 'box-02' }), []],
  [
    'for a case that this box did not seal',
    (own) => ({ ...own, manifest: 'f'.repeat(64) }),
    [{ answer: 'unknown-case' }],
  ],
  [
    'that names one case and the manifest of another',
    (own, other) => ({ ...own, manifest: other.manifest }),
    [{ answer: 'unknown-case' }],
  ],
  [
    'that names a sealed file instead of a case',
    (own) => ({ ...own, manifest: original.sha256 }),
    [{ answer: 'unknown-case' }],
  ],
])('a request %s makes no file leave', (_what, forged, expected) => {
  const [own, other] = [aCase(), aCase()];
  const clips = [cut(own, 'one'), cut(other, 'two')].map(({ clip }) => clip.sha256);
  requests.hear(forged(own, other));
  expect(answers()).toMatchObject(expected);
  expect(uploads().filter((hash) => clips.includes(hash))).toEqual([]);
});

test('a clip that turns out to be damaged while it is sent is taken back, once', () => {
  const request = aCase();
  const { clip } = cut(request);
  requests.hear(request);
  outbox.mediaRefused(clip.sha256, 'the file was damaged on the disk');
  requests.takeBack();
  requests.takeBack();
  expect(answers().map(({ answer }) => answer)).toEqual(['coming', 'unsendable']);
  acknowledge();
  requests.hear(request);
  expect(answers()).toMatchObject([{ answer: 'unsendable' }]);
});

test('a flood of requests does not fill the outbox with answers; those left out are answered when they come again', () => {
  const request = aCase();
  const flood = Array.from({ length: 200 }, () => ({ ...request, id: uuidv7() }));
  for (const one of flood) requests.hear(one);
  expect(answers()).toHaveLength(64);
  acknowledge();
  requests.hear(flood.at(-1) ?? request);
  expect(answers()).toMatchObject([{ request: flood.at(-1)?.id }]);
});
