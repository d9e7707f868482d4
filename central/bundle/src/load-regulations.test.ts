import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BundleError } from './bundle-error.ts';
import { loadRegulations } from './load-regulations.ts';

const shipped = new URL('../../../firmware-config/regulations', import.meta.url).pathname;

test('the shipped folder is read', () => {
  expect(loadRegulations(shipped).map(({ decree }) => decree)).toEqual(['168/2024/NĐ-CP']);
});

test('one wrong table refuses them all, with each problem by its place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vamco-law-'));
  cpSync(shipped, folder, { recursive: true });
  writeFileSync(join(folder, 'half.json'), '{"schema":"regulation.v1","decree":"?"}');
  expect(() => loadRegulations(folder)).toThrow(BundleError);
  expect(() => loadRegulations(folder)).toThrow(/half\.json: decree: must match/);
  writeFileSync(join(folder, 'half.json'), '{"schema":');
  expect(() => loadRegulations(folder)).toThrow(/half\.json is not JSON/);
});

test('a folder that is not there, or is empty, is an error of one sentence', () => {
  expect(() => loadRegulations('/nowhere/at/all')).toThrow(/cannot be read/);
  expect(() => loadRegulations(mkdtempSync(join(tmpdir(), 'vamco-law-')))).toThrow(/holds no table/);
});
