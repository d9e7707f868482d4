import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateKeyPairSync } from 'node:crypto';
import type { ClipRecord } from '@vamco/contracts';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { AgentError } from '../base/errors.ts';
import type { ClipWish } from '../outbox/clip-rows.ts';
import { adoptMedia, storeMedia } from '../outbox/media-files.ts';
import type { Clip } from '../segments/cut-clip.ts';
import { ClipMaker, type ClipMakerParts } from './clip-maker.ts';
import { Sealer } from './sealer.ts';

let dir: string;
let waiting: ClipWish[];
let records: ClipRecord['body'][];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vamco-clip-maker-'));
  [waiting, records] = [[wishEndingIn(0)], []];
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

function wishEndingIn(ms: number): ClipWish {
  const actMs = Math.round(Date.now() + ms - 3_000);
  return {
    manifest: 'a'.repeat(64),
    camera: 'cam-01',
    actMs,
    fromMs: actMs - 5_000,
    toMs: actMs + 3_000,
    errMs: 40,
  };
}

/** A ring that has a clip of so many bytes, half a second longer than asked for at its start. */
const ringOf = (bytes: number, more: Partial<Clip> = {}): NonNullable<ClipMakerParts['ring']> => ({
  hasRoom: true,
  cut: (fromMs, toMs, into) => {
    const file = join(into, 'cut.mp4');
    writeFileSync(file, Buffer.alloc(bytes, 1));
    return Promise.resolve({ file, bytes, startsAtMs: fromMs - 500, endsAtMs: toMs, missingMs: 0, ...more });
  },
});

/** Runs a maker until everything is settled; gives what was sealed. */
async function settle(parts: Partial<ClipMakerParts>, patienceMs = 3_000): Promise<ClipRecord['body'][]> {
  const media = join(dir, 'media');
  const maker = new ClipMaker({
    camera: 'cam-01',
    ring: ringOf(1_000),
    orders: {
      nextClip: () => waiting[0],
      settleClip: (_manifest, { sealed }) => {
        waiting.shift();
        records.push((JSON.parse(sealed.bytes.toString()) as ClipRecord).body);
      },
      isClipKept: () => false,
    },
    shelf: { makeRoom: () => Promise.resolve(true) },
    sealer: new Sealer({
      ...{ box: 'box-01', key: generateKeyPairSync('ed25519').privateKey },
      head: () => ({ epoch: '0'.repeat(16), seq: 0, head: '' }),
      utcNow: () => new Date().toISOString(),
    }),
    storeMedia: (bytes, kind) => storeMedia(media, bytes, kind),
    adopt: (file) => adoptMedia(media, file, 'mp4'),
    ...{ dir: join(dir, 'making'), send: false, clock: systemClock, log: pino({ level: 'silent' }) },
    ...{ retryMs: 20, ...parts },
  });
  const stop = new AbortController();
  const running = maker.run(stop.signal);
  for (const until = Date.now() + patienceMs; waiting.length > 0 && Date.now() < until;) await sleep(10);
  stop.abort();
  await running;
  return records;
}

const filesLeft = () =>
  readdirSync(dir, { recursive: true })
    .map(String)
    .filter((name) => name.includes('.'));

test('a clip is sealed with the stretch that it really covers, in ms from the act', async () => {
  const [wish] = waiting;
  const [body] = await settle({ ring: ringOf(1_000, { missingMs: 1_200 }) });
  expect(body).toMatchObject({
    ...{ case: wish?.manifest, camera: 'cam-01', asked: { fromMs: -5_000, toMs: 3_000 } },
    clip: {
      ...{ file: { path: 'files/clip.mp4', role: 'clip', bytes: 1_000 } },
      ...{ fromMs: -5_500, toMs: 3_000, errMs: 40, missingMs: 1_200 },
    },
  });
  expect(filesLeft().filter((name) => name.endsWith('.mp4'))).toHaveLength(1);
});

test('the ring is asked for a clip only when its last frame is due, not at the act', async () => {
  waiting = [wishEndingIn(2_700)];
  let cutAtMs = 0;
  const ring = ringOf(1_000);
  const cut: typeof ring.cut = (...args) => {
    cutAtMs = Date.now();
    return ring.cut(...args);
  };
  const { toMs } = waiting[0] ?? { toMs: 0 };
  await settle({ ring: { ...ring, cut } });
  expect(cutAtMs).toBeGreaterThan(toMs - 2_100);
});

const throwing = (error: Error) => ({ hasRoom: true, cut: () => Promise.reject(error) });

test.each<[string, Partial<ClipMakerParts>, string]>([
  ['the stream is recorded no more', { ring: undefined }, 'gone'],
  [
    'nothing of that time is kept',
    { ring: { hasRoom: true, cut: () => Promise.resolve(undefined) } },
    'gone',
  ],
  ['what is kept gives no video', { ring: throwing(new AgentError('BAD_VIDEO', 'broken')) }, 'failed'],
  ['the disk fills while it is cut', { ring: throwing(new AgentError('DISK_FULL', 'full')) }, 'disk-full'],
  ['the disk is nearly full', { ring: { ...ringOf(10), hasRoom: false } }, 'disk-full'],
  ['other clips need the room', { shelf: { makeRoom: () => Promise.resolve(false) } }, 'disk-full'],
  ['it is too large for a bundle', { ring: ringOf(10, { bytes: 65 * 1024 * 1024 }) }, 'too-large'],
])('when %s the case says that it has no clip, and why', async (_when, parts, none) => {
  expect(await settle(parts)).toMatchObject([{ clip: { none } }]);
  expect(filesLeft().filter((name) => name.endsWith('.mp4'))).toEqual([]);
});

test('a record that cannot be stored leaves no clip behind, and is tried again', async () => {
  let tries = 0;
  const media = join(dir, 'media');
  const left: string[][] = [];
  const bodies = await settle({
    storeMedia: (bytes, kind) => {
      tries += 1;
      if (tries === 1) return Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
      return storeMedia(media, bytes, kind);
    },
    retryMs: 100,
    log: Object.assign(pino({ level: 'silent' }), {
      error: () => {
        left.push(filesLeft());
      },
    }),
  });
  expect(left).toEqual([[]]);
  expect(bodies).toMatchObject([{ clip: { file: { bytes: 1_000 } } }]);
});
