import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
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

async function write(number: number, startS: number, endS: number): Promise<void> {
  writeFileSync(join(dir, part(number)), 'pictures');
  await ring.add({ name: part(number), startS, endS });
}

test('the first piece starts with its first picture, not where ffmpeg says that the stream begins', async () => {
  ring.restart((stampS) => START_MS + stampS * 1000);
  ring.picture(1.4);
  ring.picture(1.6);
  await write(0, 0, 3.4);
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
    ring.picture(first);
    await write(0, 0, 2.2);
  }
  expect(readdirSync(dir).sort()).toEqual([`${START_MS + 200}-2000.mkv`, `${START_MS + 61_100}-1100.mkv`]);
});
