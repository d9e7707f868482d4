import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readDetector } from './read-detector.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const manifest = at('models/manifest.json');

describe('which detector', () => {
  test('that nobody chose: in integers where the processor is good at them', () => {
    expect(readDetector(manifest, undefined, true).name).toBe('road-user-detector-int8');
    expect(readDetector(manifest, undefined, false).name).toBe('road-user-detector');
  });

  test('that was chosen: that one', () => {
    expect(readDetector(manifest, 'road-user-detector', true).name).toBe('road-user-detector');
    expect(readDetector(manifest, 'road-user-detector-small', false).name).toBe('road-user-detector-small');
  });

  test('that this processor would compute wrongly: refused, with what to choose instead', () => {
    expect(() => readDetector(manifest, 'road-user-detector-int8', false)).toThrow(
      /needs a processor that multiplies bytes.*choose "road-user-detector"$/,
    );
  });

  test('of a manifest that knows none in integers', () => {
    const { models } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      models: Record<string, { file: string }>;
    };
    const own = models['road-user-detector'];
    const dir = mkdtempSync(join(tmpdir(), 'vamco-detector-'));
    const entry = { ...own, file: relative(dir, at(`models/${own?.file ?? ''}`)) };
    writeFileSync(join(dir, 'manifest.json'), JSON.stringify({ models: { 'road-user-detector': entry } }));
    expect(readDetector(join(dir, 'manifest.json'), undefined, true).name).toBe('road-user-detector');
  });
});
