import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aBody, centreBundle, newKey, SealingBox } from '../../../../tests/support/sealed-cases.ts';
import { openZip } from '../container/open-zip.ts';
import { publicPem, readPublicKey } from '../seal/signing.ts';
import { verifyPath } from './verify-path.ts';

const dir = mkdtempSync(join(tmpdir(), 'vamco-bundle-'));
const centre = newKey();
const centrePublic = [readPublicKey(publicPem(centre))].flatMap((key) => key ?? []);
const box = new SealingBox('box-01');
const cases = Array.from({ length: 5 }, () => box.seal());
const [, , third = box.seal()] = cases;
const whole = centreBundle(box, third, centre);

function check(bytes: Buffer, trusted = centrePublic) {
  const file = join(dir, 'bundle.zip');
  writeFileSync(file, bytes);
  const report = verifyPath(file, trusted);
  return { ...report, failed: report.checks.filter(({ passed }) => passed === false) };
}

test('a bundle as it was made is intact, and every check was made', () => {
  const { ok, checks } = check(whole);
  expect(checks.filter(({ passed }) => passed !== true)).toEqual([]);
  expect(ok).toBe(true);
});

test('without a key from outside it says that it does not know whose it is', () => {
  const { ok, checks } = check(whole, []);
  expect(ok).toBe(true);
  expect(checks.find(({ id }) => id === 'trust')).toMatchObject({ passed: null });
});

test('of a stranger’s key it says so', () => {
  const stranger = readPublicKey(publicPem(newKey()));
  expect(check(whole, stranger ? [stranger] : []).failed).toMatchObject([{ id: 'trust' }]);
});

test('unpacked to a folder it is as good, and a file that was touched there is named', () => {
  const folder = join(dir, 'unpacked');
  writeFileSync(join(dir, 'bundle.zip'), whole);
  const source = openZip(join(dir, 'bundle.zip'));
  for (const path of source.paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), source.read(path, 1e7) ?? '');
  }
  expect(verifyPath(folder, centrePublic).ok).toBe(true);
  writeFileSync(join(folder, 'files/at.jpg'), 'another picture');
  const failed = verifyPath(folder, centrePublic).checks.filter(({ passed }) => passed === false);
  expect(failed.map(({ id, where }) => [id, where])).toEqual([
    ['files', 'files/at.jpg'],
    ['sealed-files', 'files/at.jpg'],
  ]);
});

describe('the clip of a case', () => {
  const clipChecks = (bytes: Buffer) => check(bytes).checks.filter(({ id }) => id === 'clip');

  test('is told with the stretch that it covers, against what was asked for', () => {
    expect(clipChecks(whole)[0]?.text).toMatch(/from -6\.2 s to 3\.5 s of the act$/);
  });

  test('that has not come yet, or never will, is said, and breaks no case', () => {
    const late = { ...third, clip: undefined };
    expect(check(centreBundle(box, late, centre)).ok).toBe(true);
    expect(clipChecks(centreBundle(box, late, centre))).toMatchObject([{ passed: null }]);
    const other = new SealingBox('box-02');
    const none = other.seal(aBody({ clip: { none: 'not-recorded' } }));
    expect(clipChecks(centreBundle(other, none, centre))).toMatchObject([
      { passed: true, text: 'there is no clip: the stream of this camera is not recorded' },
    ]);
  });

  test('that stays on the box is named as withheld', () => {
    const files = new Map(third.files);
    files.delete('files/clip.mp4');
    const { ok, checks } = check(centreBundle(box, { ...third, files }, centre));
    expect(ok).toBe(true);
    expect(checks).toContainEqual({
      ...{ id: 'sealed-files', passed: null },
      text: 'files/clip.mp4 is not in this bundle: it stays on the box',
    });
  });

  test('of another case is refused, even when the maker of the bundle signs for it', () => {
    const [, second = third] = cases;
    const mixed = { ...third, clip: second.clip };
    const files = new Map(third.files).set(
      'files/clip.mp4',
      second.files.get('files/clip.mp4') ?? Buffer.alloc(0),
    );
    expect(check(centreBundle(box, { ...mixed, files }, centre)).failed).toMatchObject([
      { id: 'clip', where: 'clip.json body/case' },
    ]);
  });
});

test('something behind the zip, a cut zip, and no zip at all are refused', () => {
  expect(check(Buffer.concat([whole, Buffer.from('x')])).failed[0]?.id).toBe('container');
  expect(check(whole.subarray(0, whole.length - 1)).failed[0]?.id).toBe('container');
  expect(check(Buffer.from('hello')).failed[0]?.text).toMatch(/no bundle/);
  expect(check(Buffer.alloc(0)).ok).toBe(false);
});
