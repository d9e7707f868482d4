import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AgentError } from '../base/errors.ts';
import { planClip } from './clip-plan.ts';
import { readPiece } from './matroska-piece.ts';
import { aPiece } from './piece.testing.ts';
import { PiecesAtHand } from './pieces-at-hand.ts';
import { segmentName } from './segment-index.ts';
import { SegmentRing } from './segment-ring.ts';
import { writeClip } from './write-clip.ts';

const root = mkdtempSync(join(tmpdir(), 'vamco-hostile-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

const LIVE = ['-live', '1', '-cluster_time_limit', '20'];
const CODECS = {
  'H.264': ['-c:v', 'libx264', '-g', '5', '-bf', '2', ...LIVE],
  'H.265': ['-c:v', 'libx265', '-x265-params', 'log-level=none', '-g', '5', ...LIVE],
  MJPEG: ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', ...LIVE],
  'not live': ['-c:v', 'libx264', '-g', '5'],
};
const good = new Map<string, Buffer>();
beforeAll(() => {
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=10:duration=2', '-pix_fmt', 'yuv420p'];
  for (const [name, options] of Object.entries(CODECS)) {
    const file = join(root, 'good.mkv');
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...source, ...options, file]);
    good.set(name, readFileSync(file));
  }
});

/** A stretch that is cut out and another one that is put there; half of them in the head. */
const edit = fc.record({
  at: fc.oneof(fc.double({ min: 0, max: 0.1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
  drop: fc.oneof(fc.constant(0), fc.constant(1), fc.nat(300)),
  put: fc.uint8Array({ maxLength: 40 }),
});
const damage = fc.record({
  edits: fc.array(edit, { maxLength: 4 }),
  keep: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
});
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function damaged(bytes: Buffer, { edits, keep }: Damage): Buffer {
  let now = bytes;
  for (const { at, drop, put } of edits) {
    const place = Math.floor(at * now.length);
    now = Buffer.concat([now.subarray(0, place), put, now.subarray(place + drop)]);
  }
  return now.subarray(0, Math.floor(keep * now.length));
}

const START_MS = 1_795_600_000_000;
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(root, 'ring-'));
});

/** Pieces of two seconds one after the other, as the ring keeps them. */
function record(pieces: readonly Buffer[]): string[] {
  return pieces.map((bytes, index) => {
    const startMs = START_MS + index * 2_000;
    const file = join(dir, segmentName({ startMs, endMs: startMs + 2_000 }));
    writeFileSync(file, bytes);
    return file;
  });
}

/** Everything but the decoder: it is a program of its own, and takes its time to start. */
async function clipOf(files: readonly string[]): Promise<'clip' | 'nothing' | AgentError> {
  const hand = new PiecesAtHand();
  const places = files.map((file, index) => ({
    ...{ file, grows: false, startMs: () => START_MS + index * 2_000 },
  }));
  try {
    const pieces = await hand.look(places);
    const plan = planClip(pieces, START_MS + 1_000, START_MS + 5_000);
    if (!plan) return 'nothing';
    expect(plan.endsAtMs - plan.startsAtMs).toBeGreaterThanOrEqual(0);
    await writeClip(pieces, plan, join(dir, 'clip.mp4'));
    return 'clip';
  } catch (error) {
    if (error instanceof AgentError) return error;
    throw error;
  } finally {
    await hand.close();
  }
}

describe('a damaged piece between two good ones', () => {
  test.each(Object.keys(CODECS))('%s: gives a clip or one clear error, soon', async (codec) => {
    const whole = good.get(codec) ?? Buffer.alloc(0);
    const before = process.memoryUsage().rss;
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const began = performance.now();
        const result = await clipOf(record([whole, damaged(whole, how), whole]));
        if (result instanceof AgentError) expect(result.code).toBe('BAD_VIDEO');
        // A millisecond or two; the rest is for a busy machine.
        expect(performance.now() - began).toBeLessThan(2_000);
      }),
      { numRuns: 250 },
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });

  test.each(Object.keys(CODECS))(
    '%s: what the ring gives out was decoded',
    async (codec) => {
      const whole = good.get(codec) ?? Buffer.alloc(0);
      await fc.assert(
        fc.asyncProperty(damage, async (how) => {
          record([whole, damaged(whole, how), whole]);
          const ring = new SegmentRing(dir, 1e9);
          const cut = ring.cut(START_MS + 1_000, START_MS + 5_000, root, () => START_MS + 60_000);
          const result = await cut.catch((error: unknown) => error);
          if (result instanceof AgentError) {
            expect(result.code).toBe('BAD_VIDEO');
            expect(readdirSync(root).filter((name) => name.endsWith('.mp4'))).toEqual([]);
            return;
          }
          const clip = result as Awaited<typeof cut>;
          expect(clip?.bytes).toBeGreaterThan(0);
          expect(clip?.startsAtMs).toBeLessThanOrEqual(START_MS + 1_000);
          execFileSync('ffprobe', ['-v', 'quiet', '-show_packets', clip?.file ?? ''], { stdio: 'ignore' });
          rmSync(clip?.file ?? '');
        }),
        { numRuns: 6 },
      );
    },
    60_000,
  );
});

describe('a piece that was made to hurt', () => {
  const tiny = (count: number) =>
    Buffer.concat([
      aPiece([0]),
      ...Array.from({ length: count }, () => Buffer.from('a38681000000ff00', 'hex')),
    ]);
  /** Ticks of its stamps are longer than a number can be. */
  const scaled = (bytes: Buffer) =>
    Buffer.concat([
      ...[bytes.subarray(0, 21), Buffer.from('2ad7b140c8', 'hex'), Buffer.alloc(200, 0xff)],
      bytes.subarray(21),
    ]);

  test('a hundred thousand pictures, or more', () => {
    expect(readPiece(tiny(1_000))?.pictures).toHaveLength(1_001);
    expect(readPiece(tiny(200_000))).toBeUndefined();
  });

  test('times that no stream has', () => {
    expect(readPiece(aPiece([0, 100]))?.pictures).toHaveLength(2);
    expect(readPiece(aPiece([0, 4e6]))).toBeUndefined();
    expect(readPiece(aPiece([0, 2 ** 52]))).toBeUndefined();
    expect(readPiece(scaled(aPiece([0, 100])))).toBeUndefined();
  });

  test('one that never ends is refused before it is read', async () => {
    const [file = ''] = record([aPiece([0])]);
    truncateSync(file, 4e9);
    const before = process.memoryUsage().rss;
    await expect(clipOf([file])).resolves.toMatchObject({ code: 'BAD_VIDEO' });
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
  });
});
