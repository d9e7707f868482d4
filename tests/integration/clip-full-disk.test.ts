import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '@vamco/bundle';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, type TestContext } from 'vitest';
import { systemClock } from '../../edge-agent/src/base/clock.ts';
import { ClipMaker } from '../../edge-agent/src/evidence/clip-maker.ts';
import { ClipShelf } from '../../edge-agent/src/evidence/clip-shelf.ts';
import { sealedCases } from '../../edge-agent/src/evidence/sealed-cases.ts';
import { Sealer } from '../../edge-agent/src/evidence/sealer.ts';
import { loadOrCreateBoxKey } from '../../edge-agent/src/outbox/box-key.ts';
import { adoptMedia, storeMedia } from '../../edge-agent/src/outbox/media-files.ts';
import { Outbox } from '../../edge-agent/src/outbox/outbox.ts';
import { segmentName } from '../../edge-agent/src/segments/segment-index.ts';
import { SegmentRing } from '../../edge-agent/src/segments/segment-ring.ts';
import { root } from '../support/programs.ts';
import { fill, smallDisk } from '../support/small-disk.ts';
import { aBody } from '../support/sealed-cases.ts';

let disk: string | undefined;
beforeEach(() => {
  disk = smallDisk(64);
});
afterEach(() => {
  if (disk !== undefined) execFileSync('umount', [disk]);
  disk = undefined;
});

/** Two pieces of the rendered street, as a camera’s stream would lie there. */
function record(dir: string, startMs: number): void {
  mkdirSync(dir, { recursive: true });
  const video = join(root, 'tests/fixtures/rendered/demo.mp4');
  for (const index of [0, 1]) {
    const piece = segmentName({ startMs: startMs + index * 4_000, endMs: startMs + (index + 1) * 4_000 });
    const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30'];
    const cut = ['-ss', `${index * 4}`, '-t', '4', '-i', video, '-an', ...coding, join(dir, piece)];
    execFileSync('ffmpeg', ['-v', 'error', ...cut]);
  }
}

test('a disk that fills while a clip is cut: the case is stored, nothing is half-written, and the clip comes when there is room', async (context: TestContext) => {
  if (disk === undefined) {
    context.skip('mounting a small disk needs root');
    return;
  }
  const [data, media, log] = [disk, join(disk, 'media'), pino({ level: 'silent' })];
  const key = loadOrCreateBoxKey(data);
  const outbox = new Outbox({ dir: data, box: 'box-01', key, clock: systemClock, log });
  const sealer = new Sealer({
    ...{ box: 'box-01', key, head: () => outbox.sealHead() },
    utcNow: () => new Date().toISOString(),
  });
  const actMs = Date.now() - 5_000;
  const segments = join(data, 'segments');
  record(segments, actMs - 4_000);

  // The case, as a pipeline stores it: with what its clip is to be.
  const time = { ...aBody().time, utc: new Date(actMs).toISOString(), source: 'unsynced' as const };
  const { act, camera, track, vehicle, files: pictures } = aBody();
  const files = pictures.map((one) => ({ ...one, sha256: 'e'.repeat(64) }));
  await sealer.seal(aBody({ time, files, clip: { fromMs: -2_000, toMs: 2_000 } }), async (sealed) => {
    const manifest = await storeMedia(media, sealed.bytes, 'sealed');
    const still = { role: 'at' as const, atMs: 0, box: [0.1, 0.1, 0.1, 0.1] };
    const event = {
      ...{ camera: camera.id, place: { name: 'x' }, track: { run: track.run, id: track.id } },
      ...{ class: vehicle.class, score: 0.8, rule: { id: 'red-light' as const, version: 1 } },
      ...{ zone: act.place, began: act.began, model: 'm', manifest: manifest.sha256 },
      stills: [{ ...still, media: { sha256: manifest.sha256, bytes: manifest.bytes } }],
    };
    const wish = { manifest: manifest.sha256, camera: 'cam-01', actMs, errMs: 40 };
    const span = { fromMs: actMs - 2_000, toMs: actMs + 2_000 };
    outbox.put({ schema: 'violation.detected.v1', time, data: event }, [manifest], sealed, {
      ...wish,
      ...span,
    });
  });

  const ring = new SegmentRing(segments, 1e9);
  let cuts = 0;
  const filler = join(data, 'filler');
  const failures: string[][] = [];
  const filesNow = () => readdirSync(data, { recursive: true }).map(String);
  const maker = new ClipMaker({
    camera: 'cam-01',
    ring: {
      hasRoom: ring.hasRoom,
      cut: async (...args) => {
        cuts += 1;
        if (cuts === 1) fill(filler);
        return ring.cut(...args);
      },
    },
    orders: outbox,
    shelf: new ClipShelf('cam-01', outbox, { bytes: 1e9, ageMs: 1e9 }),
    storeMedia: (bytes, kind) => storeMedia(media, bytes, kind),
    adopt: (file) => adoptMedia(media, file, 'mp4'),
    ...{ dir: join(data, 'clips'), send: false, sealer, clock: systemClock, retryMs: 300 },
    log: Object.assign(pino({ level: 'silent' }), {
      error: () => {
        failures.push(filesNow());
      },
    }),
  });
  const stop = new AbortController();
  const running = maker.run(stop.signal);
  try {
    for (let waits = 0; failures.length < 2 && waits < 200; waits += 1) await sleep(50);
    expect(failures.length).toBeGreaterThanOrEqual(2);
    for (const files of failures) expect(files.filter((name) => /\.part|\.mp4|\.txt/.test(name))).toEqual([]);
    expect(outbox.pending(1)).toMatchObject([{ seq: 1, schema: 'violation.detected.v1' }]);
    rmSync(filler);
    for (let waits = 0; outbox.nextClip('cam-01') && waits < 200; waits += 1) await sleep(50);
    const [found] = sealedCases(media, key).cases;
    const clip = found?.clip?.record.body.clip;
    if (!found || !clip || 'none' in clip) throw new Error(`no clip: ${JSON.stringify(clip)}`);
    expect([clip.fromMs, clip.toMs >= 2_000]).toEqual([-4_000, true]);
    expect(found.clip?.record.body.case).toBe(sha256(found.bytes));
    expect(filesNow().filter((name) => name.endsWith('.mp4'))).toHaveLength(1);
  } finally {
    stop.abort();
    await running;
    outbox.close();
  }
}, 60_000);
