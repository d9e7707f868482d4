import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { SegmentRing } from '../../edge-agent/src/segments/segment-ring.ts';
import { startSimulatedCamera } from '../../edge-agent/src/simulate/simulated-camera.ts';
import { root } from '../support/programs.ts';
import { until, watchStream } from '../support/watch-stream.ts';

const video = join(root, 'tests/fixtures/rendered/demo.mp4');
const dir = mkdtempSync(join(tmpdir(), 'vamco-segments-'));
const running: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

const probe = (file: string, entries: string) =>
  execFileSync(
    'ffprobe',
    ['-v', 'error', '-select_streams', 'v', '-show_entries', entries, '-of', 'csv=p=0', file],
    {
      encoding: 'utf8',
    },
  ).trim();

async function recorded(name: string, main: { codec?: 'h264' | 'hevc' | 'mjpeg' }, budget = 1e9) {
  const camera = await startSimulatedCamera(video, { main: { height: 360, ...main } });
  running.push(camera);
  const folder = join(dir, name);
  const ring = new SegmentRing(folder, budget);
  // The stream's own axis, laid on the wall clock at its first frame.
  const anchor: { ms?: number } = {};
  const toUtc = (stampS: number) => anchor.ms && anchor.ms + stampS * 1000;
  ring.restart(toUtc);
  const added: Promise<void>[] = [];
  const stream = watchStream(camera.url, {
    segmentsDir: folder,
    onSegment: (segment) => added.push(ring.add(segment)),
  });
  running.push(stream);
  await until('a frame', () => stream.stamps.length > 0);
  const firstS = stream.stamps[0]?.seconds ?? 0;
  anchor.ms = Date.now() - firstS * 1000;
  return { ring, stream, folder, added };
}

describe('a clip around an event', { timeout: 90_000 }, () => {
  test.each(['h264', 'hevc', 'mjpeg'] as const)(
    '%s: starts at or before the asked time, plays, is soon ready',
    async (codec) => {
      const { ring } = await recorded(codec, { codec });
      await until('some seconds', () => ring.bytes > 0 && Date.now() - (ring.oldestMs ?? Infinity) > 5_000);
      const now = Date.now();
      const clip = await ring.cut(now - 3_000, now + 1_000, dir, Date.now);
      const readyMs = Date.now() - (now + 1_000);
      expect(clip?.startsAtMs).toBeLessThanOrEqual(now - 3_000);
      expect(clip?.endsAtMs).toBeGreaterThanOrEqual(now + 1_000);
      // Not a measurement: on a busy machine it takes longer than the second or two that it needs.
      expect(readyMs).toBeLessThan(15_000);
      const seconds = Number(probe(clip?.file ?? '', 'format=duration'));
      expect(seconds).toBeGreaterThan(3.5);
      // A piece of up to four seconds too much at either end.
      expect(seconds).toBeLessThan(12);
      expect(probe(clip?.file ?? '', 'stream=codec_name')).toContain(codec);
      // Every frame decodes, not only those that the ring has checked.
      execFileSync('ffmpeg', ['-v', 'error', '-xerror', '-i', clip?.file ?? '', '-f', 'null', '-']);
    },
  );

  test('of a time that nobody kept is none', async () => {
    const ring = new SegmentRing(join(dir, 'empty'), 1e9);
    expect(await ring.cut(1e12, 1e12 + 5_000, dir, Date.now)).toBeUndefined();
  });
});

test('the ring stays inside its budget and survives a restart', async () => {
  const { ring, stream, folder, added } = await recorded('budget', {}, 400_000);
  await until('pieces were dropped', () => stream.segments.length >= 5, 25_000);
  await stream.stop();
  // Stopping ends the stream, not what the ring still does with its last pieces.
  await Promise.all(added);
  expect(ring.bytes).toBeLessThanOrEqual(400_000);
  const again = new SegmentRing(folder, 400_000);
  expect(again.bytes).toBe(ring.bytes);
  expect(again.oldestMs).toBeCloseTo(ring.oldestMs ?? 0, -1);
  expect(readdirSync(folder).filter((name) => name.startsWith('part-'))).toEqual([]);
});
