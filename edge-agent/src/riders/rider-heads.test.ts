import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadRiderHeads } from './load-rider-heads.ts';
import { headsOf } from './rider-heads.ts';

const models = fileURLToPath(new URL('../../../models/', import.meta.url));
const manifest = JSON.parse(readFileSync(join(models, 'manifest.json'), 'utf8')) as {
  models: Record<string, { file: string }>;
};
const other = manifest.models['road-user-detector-small'];

/** A manifest in a folder of its own that lists one `rider-heads`: another model's file under that name. */
function manifestWith(change: Record<string, unknown>): string {
  const entry = {
    ...other,
    file: join(models, other?.file ?? '').replace(/^\//, '../'.repeat(20)),
    input: { name: 'image', width: 96, height: 96, pad: 114 },
    output: { name: 'heads' },
    ...{ scoreThreshold: 0.4, around: { sides: 0.12, above: 0.12, below: 0.12 } },
    calibration: { helmet: { scale: 1, offset: 0 }, temper: 0.5 },
    ...change,
  };
  const file = join(mkdtempSync(join(tmpdir(), 'vamco-riders-')), 'manifest.json');
  writeFileSync(file, JSON.stringify({ models: { 'rider-heads': entry } }));
  return file;
}

test('a box without the model goes without', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'vamco-riders-')), 'manifest.json');
  writeFileSync(file, '{"models":{}}');
  await expect(loadRiderHeads(file)).resolves.toBeUndefined();
});

test('a network of another shape is refused at the start', async () => {
  await expect(loadRiderHeads(manifestWith({}))).rejects.toMatchObject({ code: 'MODEL_UNUSABLE' });
});

test('an entry without a calibration, or with a wrong hash, is refused', async () => {
  const bare = loadRiderHeads(manifestWith({ calibration: undefined }));
  await expect(bare).rejects.toMatchObject({ code: 'MODEL_UNUSABLE' });
  const altered = loadRiderHeads(manifestWith({ sha256: '0'.repeat(64) }));
  await expect(altered).rejects.toMatchObject({ code: 'MODEL_ALTERED' });
});

test('rows become heads in pixels of the picture; from the first low score on there are none', () => {
  const rows = Float32Array.from([48, 24, 0.9, 0.8, 10, 12, 0.5, 0.25, 1, 1, 0.39, 1, 2, 2, 0.9, 1]);
  expect(headsOf(rows, 0.4, 0.5)).toEqual([
    { x: 96, y: 48, score: Math.fround(0.9), helmet: Math.fround(0.8) },
    { x: 20, y: 24, score: 0.5, helmet: 0.25 },
  ]);
});

test('what a broken net gives is no head', () => {
  expect(headsOf(Float32Array.from([1, 1, NaN, 1]), 0.4, 1)).toEqual([]);
  expect(headsOf(Float32Array.from([1, 1, 0.9, NaN, NaN, 1, 0.9, 0.5, 1, 1, 7, 0.5]), 0.4, 1)).toEqual([]);
});
