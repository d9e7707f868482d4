import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ObjectClass } from '@vamco/contracts';
import { describe, expect, test } from 'vitest';
import type { Detection } from './detection.ts';
import { Detector } from './detector.ts';
import { DetectorEntry } from './detector-entry.ts';
import { readModel } from '../models/model-file.ts';
import { suppress } from './suppress.ts';

describe('suppression', () => {
  const box = (name: Detection['class'], score: number, x: number): Detection => ({
    class: name,
    score,
    box: [x, 0, 100, 60],
  });

  test('one vehicle called car and truck is one vehicle, by its better name', () => {
    expect(suppress([box('truck', 0.5, 4), box('car', 0.8, 0)])).toEqual([box('car', 0.8, 0)]);
  });

  test('a rider beside a car stays', () => {
    expect(suppress([box('car', 0.8, 0), box('motorbike', 0.5, 30)])).toHaveLength(2);
  });

  test('one body called person and motorbike is what it looks more like', () => {
    expect(suppress([box('motorbike', 0.6, 8), box('person', 0.8, 0)])).toEqual([box('person', 0.8, 0)]);
  });

  test('a person before a car stays', () => {
    const person: Detection = { class: 'person', score: 0.5, box: [40, 5, 20, 55] };
    expect(suppress([box('car', 0.9, 0), person])).toHaveLength(2);
  });

  test('two cars side by side stay two', () => {
    expect(suppress([box('car', 0.8, 0), box('car', 0.7, 55)])).toHaveLength(2);
  });
});

describe('a model that cannot be trusted is refused in plain words', () => {
  const entry = {
    version: '1',
    file: 'model.onnx',
    sha256: 'a'.repeat(64),
    input: { name: 'image', width: 640, height: 384, pad: 114 },
    output: { name: 'detections' },
    classes: ['car'] as ObjectClass[],
    scoreThreshold: 0.3,
  };
  function folder(bytes: string | undefined, changes: object = {}) {
    const dir = mkdtempSync(join(tmpdir(), 'vamco-model-'));
    if (bytes !== undefined) writeFileSync(join(dir, 'model.onnx'), bytes);
    writeFileSync(join(dir, 'manifest.json'), JSON.stringify({ models: { it: { ...entry, ...changes } } }));
    return join(dir, 'manifest.json');
  }

  test('altered: both hashes are named', () => {
    expect(() => readModel(folder('other bytes'), 'it', DetectorEntry)).toThrow(
      /was altered: its SHA-256 is [0-9a-f]{64}, the manifest says a{64}/,
    );
  });

  test('missing file', () => {
    expect(() => readModel(folder(undefined), 'it', DetectorEntry)).toThrow(/cannot be read/);
  });

  test('unknown name: the known ones are listed', () => {
    expect(() => readModel(folder('x'), 'other', DetectorEntry)).toThrow('no model "other"');
  });

  test('a manifest with a wrong field', () => {
    expect(() => readModel(folder('x', { scoreThreshold: 7 }), 'it', DetectorEntry)).toThrow(
      /scoreThreshold/,
    );
  });

  test('bytes that are no network', async () => {
    const model = { name: 'it', entry, bytes: Buffer.from('no network') };
    await expect(Detector.load(model)).rejects.toThrow('is not a detector of 640x384');
  });
});
