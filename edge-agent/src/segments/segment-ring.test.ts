import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aPiece } from './piece.testing.ts';
import { SegmentRing } from './segment-ring.ts';

const START_MS = 1_795_600_000_000;
const part = (number: number) => `part-00000000${number}.mkv`;
let dir: string;
let ring: SegmentRing;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vamco-ring-'));
  ring = new SegmentRing(dir, 1_000_000);
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

async function write(number: number, startS: number, endS: number, firstS = startS): Promise<void> {
  writeFileSync(join(dir, part(number)), aPiece([firstS * 1000, firstS * 1000 + 200]));
  await ring.add({ name: part(number), startS, endS });
}

test('the first piece starts with its first picture, not where ffmpeg says that the stream begins', async () => {
  ring.restart((stampS) => START_MS + stampS * 1000);
  await write(0, 0, 3.4, 1.4);
  await write(1, 3.4, 5.4);
  expect(readdirSync(dir).sort()).toEqual([`${START_MS + 1_400}-2000.mkv`, `${START_MS + 3_400}-2000.mkv`]);
  expect(ring.oldestMs).toBe(START_MS + 1_400);
});

test('a stream that comes again starts anew', async () => {
  for (const [began, first] of [
    [0, 0.2],
    [60_000, 1.1],
  ] as const) {
    ring.restart((stampS) => START_MS + began + stampS * 1000);
    await write(0, 0, 2.2, first);
  }
  expect(readdirSync(dir).sort()).toEqual([`${START_MS + 200}-2000.mkv`, `${START_MS + 61_100}-1100.mkv`]);
});

test('what a stream was writing when it broke is kept as far as it came', async () => {
  ring.restart((stampS) => START_MS + stampS * 1000);
  await write(0, 0, 2, 0.2);
  writeFileSync(join(dir, part(1)), aPiece([2_000, 2_200, 2_400]).subarray(0, -3));
  ring.restart((stampS) => START_MS + 60_000 + stampS * 1000);
  await write(0, 0, 2.2, 0.1);
  expect(readdirSync(dir).sort()).toEqual([
    `${START_MS + 200}-1800.mkv`,
    `${START_MS + 2_000}-200.mkv`,
    `${START_MS + 60_100}-2100.mkv`,
  ]);
});

test('a piece in which there is no picture is not kept', async () => {
  ring.restart((stampS) => START_MS + stampS * 1000);
  writeFileSync(join(dir, part(0)), aPiece([]));
  await ring.add({ name: part(0), startS: 0, endS: 2 });
  expect(readdirSync(dir)).toEqual([]);
});
