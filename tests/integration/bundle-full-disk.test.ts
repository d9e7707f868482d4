import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BundleError, writeBundleFile } from '@vamco/bundle';
import { expect, test, type TestContext } from 'vitest';
import { storeMedia } from '../../edge-agent/src/outbox/media-files.ts';

/** A disk of 2 MB; undefined where mounting is not allowed. */
function tinyDisk(): string | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'vamco-tiny-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', dir], { stdio: 'ignore' });
    return dir;
  } catch {
    rmSync(dir, { recursive: true });
    return undefined;
  }
}

test('a disk that fills while a bundle or a picture is written keeps nothing half-written, and what was there', async (context: TestContext) => {
  const disk = tinyDisk();
  if (disk === undefined) {
    context.skip('mounting a small disk needs root');
    return;
  }
  const filesOf = () => readdirSync(disk, { recursive: true }).map(String).sort();
  try {
    const file = join(disk, 'case.zip');
    writeBundleFile(file, [Buffer.alloc(500_000, 1)]);
    const pieces = Array.from({ length: 8 }, () => Buffer.alloc(300_000, 2));
    expect(() => {
      writeBundleFile(join(disk, 'second.zip'), pieces);
    }).toThrow(BundleError);
    expect(() => {
      writeBundleFile(file, pieces);
    }).toThrow(/no space is left on the disk/);
    expect(filesOf()).toEqual(['case.zip']);
    await expect(storeMedia(join(disk, 'media'), Buffer.alloc(3_000_000, 3), 'sealed')).rejects.toThrow(
      /ENOSPC/,
    );
    expect(filesOf().filter((name) => name.includes('.part') || name.endsWith('.sealed'))).toEqual([]);
  } finally {
    execFileSync('umount', [disk]);
  }
});
