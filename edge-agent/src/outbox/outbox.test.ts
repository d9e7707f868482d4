import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealBody, type Sealed } from '@vamco/bundle';
import { hashInput, type Ack, type ClipBody, type EventDraft, type VamcoEvent } from '@vamco/contracts';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { AgentError } from '../base/errors.ts';
import { loadOrCreateBoxKey } from './box-key.ts';
import type { ClipWish } from './clip-rows.ts';
import { Outbox } from './outbox.ts';

let dir: string;
let outbox: Outbox;
const log = pino({ level: 'silent' });
const reopen = () => new Outbox({ dir, box: 'box-1', key: loadOrCreateBoxKey(dir), clock: systemClock, log });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vamco-outbox-'));
  outbox = reopen();
});
afterEach(() => {
  outbox.close();
  rmSync(dir, { recursive: true });
});

describe('what is put', () => {
  test('is numbered, linked to the one before and signed by the box', () => {
    const events = [1, 2, 3].map((id) => outbox.put(passage(id)));
    const publicKey = createPublicKey(readFileSync(join(dir, 'box.pub.pem')));
    let prev = '';
    for (const [index, event] of events.entries()) {
      expect(event).toMatchObject({ seq: index + 1, prev, epoch: outbox.epoch, box: 'box-1' });
      const hash = createHash('sha256').update(hashInput(event)).digest();
      expect(verify(null, hash, publicKey, Buffer.from(event.sig, 'base64'))).toBe(true);
      prev = hash.toString('hex');
    }
  });

  test('is the same bytes at every sending, also after a restart, and the chain goes on', () => {
    outbox.put(passage(1));
    const before = outbox.pending(10);
    outbox.close();
    outbox = reopen();
    expect(outbox.pending(10)).toEqual(before);
    expect(outbox.put(passage(2))).toMatchObject({ seq: 2, epoch: before[0]?.epoch });
  });

  test('comes out violations first, oldest first', () => {
    outbox.put(passage(1));
    outbox.put(violation());
    outbox.put(passage(2));
    outbox.put(violation());
    expect(outbox.pending(3).map(({ seq }) => seq)).toEqual([2, 4, 1]);
  });

  test('is refused when it breaks its schema or is too long, and uses no number', () => {
    expect(() => outbox.put(passage(0))).toThrow(TypeError);
    const camera = {
      id: 'c'.repeat(32),
      state: 'down',
      reason: 'r'.repeat(32),
      analysed: 1e9,
      skipped: 1e9,
      restarts: 1e9,
    } as const;
    const depth = { events: 0, media: 0, rejected: 0, oldestS: 0 };
    const data = {
      version: '1',
      uptimeS: 1,
      outbox: depth,
      diskFreeBytes: 1,
      cameras: Array.from({ length: 8 }, () => camera),
    };
    expect(() => outbox.put({ schema: 'box.health-reported.v1', time: time(), data })).toThrow(RangeError);
    expect(outbox.put(passage(1)).seq).toBe(1);
  });
});

describe('an acknowledgement', () => {
  test('deletes what it speaks for and nothing in its holes', () => {
    for (let id = 1; id <= 6; id += 1) outbox.put(passage(id));
    expect(outbox.confirm(ack({ upTo: 5, holes: [[2, 3]] }))).toBe(3);
    expect(outbox.pending(10).map(({ seq }) => seq)).toEqual([2, 3, 6]);
  });

  test('of another epoch or another box deletes nothing', () => {
    outbox.put(passage(1));
    outbox.confirm(ack({ upTo: 9, epoch: '0'.repeat(16) }));
    outbox.confirm(ack({ upTo: 9, box: 'box-2' }));
    expect(outbox.depth().events).toBe(1);
  });

  test('that refuses an event moves it to quarantine, where it blocks nothing', () => {
    outbox.put(passage(1));
    outbox.put(passage(2));
    const payloadSha256 = createHash('sha256')
      .update(outbox.pending(1)[0]?.payload ?? '')
      .digest('hex');
    outbox.confirm(ack({ upTo: 0, rejected: [{ payloadSha256, code: 'invalid', reason: 'because' }] }));
    expect(outbox.pending(10).map(({ seq }) => seq)).toEqual([2]);
    expect(outbox.depth()).toMatchObject({ events: 1, rejected: 1 });
  });
});

describe('pictures', () => {
  test('of violations go first, newest first; a refused one is kept and steps aside', () => {
    const media = (sha256: string) => [{ sha256, bytes: 1, file: `/media/${sha256}` }];
    outbox.put(passage(1), media('p'));
    outbox.put(violation(), media('v'));
    expect(outbox.nextMedia()?.sha256).toBe('v');
    outbox.mediaRefused('v', 'too large');
    expect(outbox.nextMedia()?.sha256).toBe('p');
    outbox.mediaDone('p');
    expect(outbox.nextMedia()).toBeUndefined();
    expect(outbox.isMediaWaiting('/media/v')).toBe(true);
    expect(outbox.isMediaWaiting('/media/p')).toBe(false);
    expect(outbox.depth()).toMatchObject({ media: 0, rejected: 1 });
  });
});

describe('clips of cases', () => {
  const wish: ClipWish = {
    ...{ manifest: 'a'.repeat(64), camera: 'cam-01', errMs: 40 },
    ...{ actMs: 10_000, fromMs: 5_000, toMs: 13_000 },
  };
  const clip = { sha256: 'c'.repeat(64), bytes: 7, file: '/media/clip.mp4' };
  const record = { sha256: 'd'.repeat(64), bytes: 9, file: '/media/record.sealed' };
  const settled = (send = false) => ({ sealed: seal(), record, clip, send });

  test('that were promised are still to be cut after a restart, the one that ends first before others', () => {
    outbox.put(violation(), [], undefined, wish);
    outbox.put(violation(), [], undefined, { ...wish, manifest: 'b'.repeat(64), toMs: 12_000 });
    outbox.close();
    outbox = reopen();
    expect(outbox.nextClip('cam-01')?.toMs).toBe(12_000);
    outbox.settleClip('b'.repeat(64), { ...settled(), clip: undefined });
    expect(outbox.nextClip('cam-01')).toEqual(wish);
    expect(outbox.nextClip('cam-02')).toBeUndefined();
  });

  test('of events that were not stored are not promised', () => {
    const broken = { ...violation(), data: { ...violation().data, zone: '' } };
    expect(() => outbox.put(broken, [], undefined, wish)).toThrow(TypeError);
    expect(outbox.nextClip('cam-01')).toBeUndefined();
  });

  test('are waited for until the centre has the case, and are sent last when they are sent', () => {
    outbox.put(violation(), [{ sha256: 'p', bytes: 1, file: '/media/p' }], undefined, wish);
    outbox.settleClip(wish.manifest, settled(true));
    expect(outbox.sealHead().seq).toBe(1);
    const kept = { file: clip.file, bytes: 7, actMs: 10_000 };
    expect(outbox.keptClips('cam-01')).toEqual([{ ...kept, isWaiting: true }]);
    outbox.confirm(ack({ upTo: 1 }));
    for (const sha256 of ['p', record.sha256, clip.sha256]) {
      expect(outbox.keptClips('cam-01')).toEqual([{ ...kept, isWaiting: true }]);
      expect(outbox.nextMedia()?.sha256).toBe(sha256);
      outbox.mediaDone(sha256);
    }
    expect(outbox.keptClips('cam-01')).toEqual([{ ...kept, isWaiting: false }]);
    outbox.forgetClip(clip.file);
    expect(outbox.isClipKept(clip.file)).toBe(false);
  });

  test('that two cases share are one file, for both', () => {
    outbox.put(violation(), [], undefined, wish);
    outbox.put(violation(), [], undefined, { ...wish, manifest: 'b'.repeat(64), actMs: 10_200 });
    outbox.settleClip(wish.manifest, settled());
    outbox.settleClip('b'.repeat(64), settled());
    outbox.confirm(ack({ upTo: 1 }));
    expect(outbox.keptClips('cam-01')).toEqual([
      { file: clip.file, bytes: 7, actMs: 10_200, isWaiting: true },
    ]);
  });

  function seal(): Sealed {
    const body: ClipBody = {
      schema: 'evidence.clip-body.v1',
      ...{ case: wish.manifest, camera: 'cam-01', act: time().utc },
      ...{ asked: { fromMs: -1, toMs: 1 }, clip: { none: 'gone' } },
    };
    const link = { box: 'box-1', at: time().utc, chain: outbox.sealHead() };
    return sealBody(body, link, loadOrCreateBoxKey(dir));
  }
});

describe('a bad disk', () => {
  test('a corrupt database is moved aside and a new epoch begins', () => {
    const { epoch } = outbox;
    outbox.put(passage(1));
    outbox.close();
    writeFileSync(
      join(dir, 'outbox.db'),
      'this is no database at all, but long enough to be taken for one'.repeat(20),
    );
    outbox = reopen();
    expect(outbox.epoch).not.toBe(epoch);
    expect(outbox.put(passage(1)).seq).toBe(1);
    expect(readdirSync(dir).filter((name) => name.includes('corrupt'))).not.toEqual([]);
  });

  test('an event that rotted is kept aside and does not block the others', () => {
    outbox.put(passage(1));
    outbox.put(passage(2));
    outbox.close();
    const db = new Database(join(dir, 'outbox.db'));
    db.prepare(`UPDATE events SET payload = substr(payload, 2) WHERE seq = 1`).run();
    db.close();
    outbox = reopen();
    expect(outbox.pending(10).map(({ seq }) => seq)).toEqual([2]);
    expect(outbox.depth()).toMatchObject({ events: 1, rejected: 1 });
  });

  test('a second agent in the same folder is told so', { timeout: 20_000 }, () => {
    expect(reopen).toThrow(/in use by another agent/);
  });

  test('a database of a newer program is left alone', () => {
    outbox.close();
    const db = new Database(join(dir, 'outbox.db'));
    db.pragma('user_version = 99');
    db.close();
    expect(reopen).toThrow(expect.objectContaining({ code: 'OUTBOX_NEWER' }) as Error);
    rmSync(join(dir, 'outbox.db'));
    outbox = reopen();
  });

  test('a folder that cannot be made is one plain sentence', () => {
    const file = join(dir, 'a-file');
    writeFileSync(file, '');
    const open = () =>
      new Outbox({
        dir: join(file, 'data'),
        box: 'box-1',
        key: loadOrCreateBoxKey(dir),
        clock: systemClock,
        log,
      });
    expect(open).toThrow(AgentError);
  });

  test('the key is private, and one that is damaged is named', () => {
    const file = join(dir, 'box.key.pem');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(join(dir, 'ballast'))).toBe(true);
    writeFileSync(file, 'garbage');
    expect(() => loadOrCreateBoxKey(dir)).toThrow(/is not a key/);
  });
});

function ack(parts: Partial<Ack>): Ack {
  return { box: 'box-1', epoch: outbox.epoch, upTo: 0, holes: [], rejected: [], ...parts };
}

function passage(id: number): Extract<EventDraft, { schema: 'passage.recorded.v1' }> {
  const track = { run: '00000001', id };
  return {
    schema: 'passage.recorded.v1',
    time: time(),
    data: { camera: 'cam-01', track, class: 'car', score: 0.9, line: 'main', direction: 'forward' },
  };
}

function violation(): Extract<EventDraft, { schema: 'violation.detected.v1' }> {
  const { camera, track, score } = passage(1).data;
  const rule = { id: 'wrong-way', version: 1 } as const;
  const data = {
    camera,
    track,
    score,
    rule,
    class: 'car',
    place: { name: 'x' },
    zone: 'lane-a',
    began: time().utc,
    stills: [still('a'.repeat(64))],
    model: 'm',
  } as const;
  return { schema: 'violation.detected.v1', time: time(), data: { ...data, stills: [...data.stills] } };
}

function still(sha256: string) {
  return {
    role: 'at' as const,
    atMs: -1234,
    box: [0.1234, 0.1234, 0.1234, 0.1234],
    media: { sha256, bytes: 1_234_567 },
  };
}

function time(): VamcoEvent['time'] {
  return { utc: '2026-11-24T01:02:03.456Z', errMs: 1000, source: 'unsynced', bootId: 'abcdabcd', monoMs: 1 };
}
