import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adoptMedia, pruneMedia, storeMedia } from './media-files.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vamco-media-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

test('the same picture stored many times at once is one whole file, and nothing else', async () => {
  const bytes = Buffer.alloc(50_000, 7);
  const stored = await Promise.all(Array.from({ length: 8 }, () => storeMedia(dir, bytes)));
  const [{ file, sha256 } = { file: '', sha256: '' }] = stored;
  expect(new Set(stored.map((one) => one.file)).size).toBe(1);
  expect(readFileSync(file).equals(bytes)).toBe(true);
  expect(readdirSync(dirname(file))).toEqual([`${sha256}.jpg`]);
});

test('a file that lies here already moves to its place, under the hash of its bytes', async () => {
  const [bytes, from] = [Buffer.alloc(3_000_000, 5), join(dir, 'clip.mp4')];
  writeFileSync(from, bytes);
  const { file, sha256, bytes: size } = await adoptMedia(join(dir, 'media'), from, 'mp4');
  expect([sha256, size]).toEqual([createHash('sha256').update(bytes).digest('hex'), bytes.length]);
  expect(readFileSync(file).equals(bytes)).toBe(true);
  expect(readdirSync(dir)).toEqual(['media']);
});

test('old files go, but none that still waits', async () => {
  const [old, waiting, fresh] = await Promise.all(
    ['a', 'b', 'c'].map((text) => storeMedia(dir, Buffer.from(text))),
  );
  for (const one of [old, waiting]) if (one) utimesSync(one.file, 0, 0);
  expect(
    await pruneMedia(
      dir,
      () => 1000,
      Date.now(),
      (file) => file === waiting?.file,
    ),
  ).toBe(1);
  const left = readdirSync(dir).flatMap((folder) => readdirSync(join(dir, folder)));
  expect(left.sort()).toEqual([waiting, fresh].map((one) => `${one?.sha256 ?? ''}.jpg`).sort());
});
