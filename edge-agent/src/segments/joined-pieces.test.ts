import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parameterSets } from './parameter-sets.ts';
import { segmentName } from './segment-index.ts';
import { SegmentRing } from './segment-ring.ts';

const root = mkdtempSync(join(tmpdir(), 'vamco-joined-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(root, 'ring-'));
});
const clips: string[] = [];
afterEach(() => {
  for (const clip of clips.splice(0)) rmSync(clip);
});

const START_MS = 1_795_600_000_000;
const X264 = ['-c:v', 'libx264', '-g', '10', '-bf', '2'];
const X265 = ['-c:v', 'libx265', '-x265-params', 'log-level=none', '-g', '10'];

/** Twenty pictures in two seconds, as they lie in the ring; parameters stand in the head of the piece only. */
function record(startMs: number, size: string, options: readonly string[]): void {
  const source = ['-f', 'lavfi', '-i', `testsrc=size=${size}:rate=10:duration=2`, '-pix_fmt', 'yuv420p'];
  const file = join(dir, segmentName({ startMs, endMs: startMs + 2_000 }));
  const live = ['-live', '1', '-cluster_time_limit', '20'];
  execFileSync('ffmpeg', ['-v', 'error', ...source, ...options, ...live, file]);
}

async function cut(fromMs: number, toMs: number) {
  const clip = await new SegmentRing(dir, 1e9).cut(fromMs, toMs, root, () => START_MS + 60_000);
  if (!clip) throw new Error('no clip');
  clips.push(clip.file);
  return clip;
}

/** Times of all pictures that a decoder shows, ms; throws at the first thing that it complains about. */
function shownMs(file: string): number[] {
  const frames = ['-show_entries', 'frame=pts_time', '-of', 'csv=p=0', file];
  const lines = execFileSync('ffprobe', ['-v', 'error', ...frames], { encoding: 'utf8' });
  execFileSync('ffmpeg', ['-v', 'error', '-xerror', '-i', file, '-f', 'null', '-']);
  return lines.match(/[\d.]+/g)?.map((text) => Math.round(Number(text) * 1000)) ?? [];
}

const every100 = (count: number, fromMs: number) => Array.from({ length: count }, (_, i) => fromMs + i * 100);

describe('a clip of several pieces', { timeout: 60_000 }, () => {
  test.each([
    ['another size', [...X264], [...X264, '-profile:v', 'baseline', '-bf', '0'], '96x54'],
    ['the same size', [...X264], [...X264, '-profile:v', 'baseline', '-bf', '0'], '64x36'],
    ['H.265 of another size', [...X265], [...X265, '-bf', '0'], '96x54'],
  ])('%s: every picture is shown at its time, there and back', async (_, one, other, size) => {
    record(START_MS, '64x36', one);
    record(START_MS + 2_000, size, other);
    record(START_MS + 5_000, '64x36', one);
    const clip = await cut(START_MS + 600, START_MS + 6_900);
    expect(clip).toMatchObject({ startsAtMs: START_MS, endsAtMs: START_MS + 6_900, missingMs: 1_000 });
    expect(shownMs(clip.file)).toEqual([...every100(40, 0), ...every100(20, 5_000)]);
  });

  test('of a camera that changed its codec has the longer part, and its times say so', async () => {
    record(START_MS, '64x36', X265);
    record(START_MS + 2_000, '64x36', X264);
    record(START_MS + 4_000, '64x36', X264);
    const clip = await cut(START_MS + 600, START_MS + 5_900);
    expect(clip).toMatchObject({ startsAtMs: START_MS + 2_000, endsAtMs: START_MS + 5_900 });
    expect(shownMs(clip.file)).toEqual(every100(40, 0));
  });

  test('begins in the piece before when a key frame might in truth be late', async () => {
    record(START_MS, '64x36', X264);
    record(START_MS + 2_000, '64x36', X264);
    const clip = await cut(START_MS + 2_450, START_MS + 3_500);
    expect(clip.startsAtMs).toBe(START_MS + 1_000);
  });
});

test('damaged parameters are an error, never a guess', () => {
  const track = { codec: 'V_MPEG4/ISO/AVC', width: 64, height: 36 };
  const record = Buffer.from('0142001effe10003674200' + '010002' + '68ce', 'hex');
  expect(parameterSets({ ...track, parameters: record }).toString('hex')).toBe('000000036742000000000268ce');
  for (let length = 0; length < record.length; length += 1) {
    expect(() => parameterSets({ ...track, parameters: record.subarray(0, length) })).toThrow();
    const hevc = { ...track, codec: 'V_MPEGH/ISO/HEVC', parameters: record.subarray(0, length) };
    expect(() => parameterSets(hevc)).toThrow();
  }
  const shortLengths = Buffer.from(record).fill(0xfd, 4, 5);
  expect(() => parameterSets({ ...track, parameters: shortLengths })).toThrow();
  expect(parameterSets({ ...track, codec: 'V_MJPEG', parameters: Buffer.alloc(0) })).toHaveLength(0);
});
