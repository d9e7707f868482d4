import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadSite } from './load-site.ts';

const dir = mkdtempSync(join(tmpdir(), 'vamco-site-'));
const example = new URL('../../../firmware-config/sites/example.yaml', import.meta.url);
afterAll(() => {
  rmSync(dir, { recursive: true });
});

/** The example with something else for its first camera. */
function siteWith(changes: object) {
  const site = parse(readFileSync(example, 'utf8')) as { cameras: object[] };
  const file = join(dir, 'site.yaml');
  writeFileSync(file, stringify({ ...site, cameras: [{ ...site.cameras[0], ...changes }] }));
  return loadSite(file);
}

test('a camera that says nothing of clips keeps five seconds before and three after, and sends none', () => {
  expect(siteWith({ clip: {} }).value?.cameras[0]?.clip).toEqual({
    ...{ beforeS: 5, afterS: 3, keepMegabytes: 2_048, send: 'never' },
  });
});

test.each([
  [{ clip: { beforeS: 0 } }, 'clip/beforeS'],
  [{ clip: { afterS: 21 } }, 'clip/afterS'],
  [{ clip: { keepMegabytes: -1 } }, 'clip/keepMegabytes'],
  [{ clip: { send: 'sometimes' } }, 'clip/send'],
  [{ clip: { seconds: 9 } }, 'clip/seconds'],
  [{ clip: { send: 'always' }, clipMegabytes: 0 }, 'clip/send'],
])('clips that cannot be: %j is refused by its path', (changes, path) => {
  expect(siteWith(changes).problems.map((problem) => problem.path)).toEqual([`cameras/0/${path}`]);
});

test('a file that refers to itself by aliases is refused with what to do', () => {
  const file = join(dir, 'aliases.yaml');
  writeFileSync(file, 'version: 1\nsite: &one { id: a }\nbox: *one\n');
  expect(() => loadSite(file)).toThrow(
    /aliases\.yaml uses aliases of YAML \("\*name"\): write out what they/,
  );
});
