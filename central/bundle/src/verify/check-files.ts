import { bundlePaths, type BundleIndex, type EvidenceFile } from '@vamco/contracts';
import type { BundleSource } from '../container/bundle-source.ts';
import type { Checks } from './report.ts';

/** Is every file there that the signed index lists, with its bytes, and nothing else? */
export function checkListed(source: BundleSource, index: BundleIndex, checks: Checks): void {
  const listed = new Map(index.files.map((file) => [file.path, file]));
  for (const path of source.paths)
    if (path !== bundlePaths.index && !listed.has(path))
      checks.failed('files', path, 'is not in the list of the bundle: it was added');
  if (listed.size !== index.files.length) checks.failed('files', bundlePaths.index, 'lists a file twice');
  for (const { path, sha256, bytes } of index.files) {
    if (!source.paths.includes(path)) checks.failed('files', path, 'is missing');
    else if (source.size(path) !== bytes || source.sha256(path) !== sha256)
      checks.failed('files', path, 'is not the file that was put into the bundle: its bytes differ');
  }
  if (!checks.hasFailed('files'))
    checks.passed('files', `${index.files.length} files are as they were listed`);
}

/** Is every file that the box sealed, with the case or with its clip, here with its bytes, or named as withheld? */
export function checkSealed(
  source: BundleSource,
  files: readonly EvidenceFile[],
  { withheld }: BundleIndex,
  checks: Checks,
): void {
  const reasons = new Map(withheld.map(({ path, why }) => [path, why]));
  let here = 0;
  for (const { path, sha256, bytes } of files) {
    if (!source.paths.includes(path)) {
      if (!reasons.has(path)) checks.failed('sealed-files', path, 'was sealed by the box and is missing');
    } else if (source.size(path) !== bytes || source.sha256(path) !== sha256)
      checks.failed('sealed-files', path, 'is not the file that the box sealed');
    else here += 1;
  }
  const sealed = new Set(files.map(({ path }) => path));
  if (sealed.size !== files.length)
    checks.failed('sealed-files', bundlePaths.manifest, 'seals one path twice');
  for (const path of source.paths)
    if (path.startsWith('files/') && !sealed.has(path))
      checks.failed('sealed-files', path, 'was never sealed by the box');
  for (const { path, why } of withheld) checks.open('sealed-files', `${path} is not in this bundle: ${why}`);
  if (!checks.hasFailed('sealed-files'))
    checks.passed('sealed-files', `${here} pictures and clips are byte for byte what the box sealed`);
}
