import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DetectorEntry } from '../detect/detector-entry.ts';
import { FinderEntry } from '../plates/plate-models.ts';
import { readSuited } from './read-suited.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const manifest = at('models/manifest.json');
const detector = (chosen: string | undefined, hasIntegers: boolean, file = manifest) =>
  readSuited(file, { chosen, usual: 'road-user-detector' }, DetectorEntry, hasIntegers).name;

describe('which model', () => {
  test('that nobody chose: in integers where the processor is good at them', () => {
    expect(detector(undefined, true)).toBe('road-user-detector-int8');
    expect(detector(undefined, false)).toBe('road-user-detector');
    const finder = { chosen: undefined, usual: 'plate-finder' };
    expect(readSuited(manifest, finder, FinderEntry, true).name).toBe('plate-finder-int8');
    expect(readSuited(manifest, finder, FinderEntry, false).name).toBe('plate-finder');
  });

  test('that was chosen: that one', () => {
    expect(detector('road-user-detector', true)).toBe('road-user-detector');
    expect(detector('road-user-detector-small', false)).toBe('road-user-detector-small');
  });

  test('that this processor would compute wrongly: refused, with what to choose instead', () => {
    expect(() => detector('road-user-detector-int8', false)).toThrow(
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
    expect(detector(undefined, true, join(dir, 'manifest.json'))).toBe('road-user-detector');
  });
});
