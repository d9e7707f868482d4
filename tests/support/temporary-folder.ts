import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let dir: string | undefined;

/** All that a run of the tests writes lies in one folder of its own … */
export function setup(): void {
  dir = mkdtempSync(join(tmpdir(), 'vamco-tests-'));
  // Mosquitto, started by root, goes on as a user of its own and must get to its files below.
  chmodSync(dir, 0o711);
  process.env.TMPDIR = dir;
}

/** … which goes with the run. */
export function teardown(): void {
  if (dir !== undefined) rmSync(dir, { recursive: true, force: true });
}
