import { expect, test } from 'vitest';
import {
  gapsMs,
  segmentName,
  segmentsWithin,
  segmentTimes,
  tooMany,
  wholeTimes,
  type Segment,
} from './segment-index.ts';

const at = (startMs: number, endMs = startMs + 2_000): Segment => ({ startMs, endMs, bytes: 100 });

test('a name gives its times back, and other files none', () => {
  const times = { startMs: 1_795_578_593_230, endMs: 1_795_578_595_730 };
  expect(segmentTimes(segmentName(times))).toEqual(times);
  const exact = { startMs: 1_795_578_593_230.6, endMs: 1_795_578_595_730.1 };
  expect(segmentTimes(segmentName(exact))).toEqual(wholeTimes(exact));
  expect(['part-000000001.mkv', 'a-b.mkv', '1795578593230-12.mp4'].map(segmentTimes)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('a span gets every piece that it touches, oldest first, and no other', () => {
  const all = [at(14_000), at(10_000), at(12_000), at(16_000)];
  expect(segmentsWithin(all, 11_999, 14_001).map(({ startMs }) => startMs)).toEqual([10_000, 12_000, 14_000]);
  expect(segmentsWithin(all, 12_000, 14_000).map(({ startMs }) => startMs)).toEqual([12_000]);
});

test('the oldest pieces go first, and only as many as must', () => {
  const all = [at(3), at(1), at(2)];
  expect(tooMany(all, 250).map(({ startMs }) => startMs)).toEqual([1]);
  expect(tooMany(all, 300)).toEqual([]);
  expect(tooMany(all, 0)).toHaveLength(3);
});

test('what is missing between pieces is told, the inexactness of their ends is not', () => {
  expect(gapsMs([at(0), at(2_100), at(4_000)])).toBe(0);
  expect(gapsMs([at(0), at(5_000), at(7_000), at(10_000)])).toBe(4_000);
  expect(gapsMs([])).toBe(0);
});
