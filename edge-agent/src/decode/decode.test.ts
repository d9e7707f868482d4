import { describe, expect, test } from 'vitest';
import { BoundedQueue } from '../base/bounded-queue.ts';
import { FrameAssembler } from './frame-assembler.ts';
import type { Frame } from './frame.ts';
import { cutSheet, layoutSheet } from './sheet.ts';
import { StreamClock } from './stream-clock.ts';

describe('frames are put together', () => {
  const stamp = (seconds: number) => ({ seconds, width: 4, height: 2 });

  test('however the pixels are cut, and whichever half comes first', () => {
    const frames: Omit<Frame, 'time'>[] = [];
    const sheet = layoutSheet({ width: 2, height: 1 }, []);
    const assembler = new FrameAssembler(sheet, (frame) => frames.push(frame));
    assembler.stamp(stamp(0));
    assembler.chunk(Buffer.from([1, 1, 1, 1]));
    assembler.chunk(Buffer.from([1, 1, 2, 2, 2, 2, 2, 2, 3]));
    assembler.stamp(stamp(0.2));
    assembler.chunk(Buffer.from([3, 3, 3, 3, 3]));
    assembler.stamp(stamp(0.4));
    expect(frames.map(({ number, streamS, pixels }) => [number, streamS, ...pixels])).toEqual([
      [1, 0, 1, 1, 1, 1, 1, 1],
      [2, 0.2, 2, 2, 2, 2, 2, 2],
      [3, 0.4, 3, 3, 3, 3, 3, 3],
    ]);
  });

  test('in memory that was given back, and in no other', () => {
    const frames: Omit<Frame, 'time'>[] = [];
    const assembler = new FrameAssembler(layoutSheet({ width: 2, height: 1 }, []), (frame) =>
      frames.push(frame),
    );
    const next = (value: number) => {
      assembler.stamp(stamp(value));
      assembler.chunk(Buffer.alloc(6, value));
      const frame = frames.at(-1);
      if (frame === undefined) throw new Error('no frame came');
      return frame;
    };
    const [kept, given] = [next(1), next(2)];
    assembler.reuse(given);
    const later = [next(3), next(4), next(5)];
    expect([kept, ...later].map(({ pixels }) => pixels[0])).toEqual([1, 3, 4, 5]);
    expect(later.some(({ pixels }) => pixels.buffer === given.pixels.buffer)).toBe(true);
  });
});

test('a sheet gives back the whole picture and every crop of it', () => {
  const sizes = [
    [4, 1],
    [2, 2],
    [1, 2],
    [2, 2],
  ] as const;
  const crops = sizes.map(([width, height]) => ({ region: [0, 0, 1, 1], keepRatio: false, width, height }));
  const sheet = layoutSheet({ width: 4, height: 2 }, crops);
  const bytes = new Uint8Array(sheet.width * sheet.height * 3);
  sheet.parts.forEach(({ x, y, width, height }, part) => {
    for (let row = y; row < y + height; row += 1)
      bytes.fill(part + 1, (row * 4 + x) * 3, (row * 4 + x + width) * 3);
  });
  const cut = cutSheet(sheet, bytes).map((part) => [part.length / 3, ...new Set(part)]);
  expect(cut).toEqual([[8, 1], ...sizes.map(([width, height], index) => [width * height, index + 2])]);
});

describe('capture times', () => {
  function clockAt() {
    const clock = { mono: 1000, now: () => clock.mono, utcMs: () => 1_700_000_000_000 + clock.mono };
    return clock;
  }

  test('follow the stream, not the jitter of the network', () => {
    const clock = clockAt();
    const stream = new StreamClock(clock);
    const delays = [80, 30, 200, 40, 150];
    const times = delays.map((delay, index) => {
      clock.mono = 1000 + index * 200 + delay;
      return stream.captured(index * 0.2);
    });
    const steps = times.slice(2).map(({ monoMs }, index) => monoMs - (times[index + 1]?.monoMs ?? 0));
    for (const step of steps) expect(Math.abs(step - 200)).toBeLessThan(2);
    expect(times.at(-1)?.errMs).toBeGreaterThan(500);
  });

  test('begin anew when the stamps jump', () => {
    const clock = clockAt();
    const stream = new StreamClock(clock);
    stream.captured(10);
    clock.mono = 1200;
    expect(stream.captured(-4000).monoMs).toBeCloseTo(1200);
  });

  test('are dated by the wall clock', () => {
    const clock = clockAt();
    const { utcMs } = new StreamClock(clock).captured(5);
    expect(utcMs).toBe(1_700_000_001_000);
  });
});

test('a full queue skips the oldest frame and says so', async () => {
  const queue = new BoundedQueue<number>(2);
  expect([1, 2, 3].map((item) => queue.push(item))).toEqual([undefined, undefined, 1]);
  queue.close();
  expect([await queue.next(), await queue.next(), await queue.next()]).toEqual([2, 3, undefined]);
});
