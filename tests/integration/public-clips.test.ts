import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root, vamco } from '../support/programs.ts';

const clips = join(root, '../shared/clips');
const here = existsSync(clips);
if (!here) process.stdout.write('public-clips: skipped, ../shared/clips is not beside the project\n');

/** Counted by a person. */
const counts = [
  ['street-fixed-camera', { forward: 4, backward: 4 }],
  ['road-two-way-suburb', { forward: 8, backward: 0 }],
  ['road-overhead', { forward: 16, backward: 9 }],
] as const;

describe.runIf(here)('vehicles of real clips are counted as a person did, one more or less', () => {
  test.each(counts)('%s', { timeout: 300_000 }, (name, wanted) => {
    const { status, stdout } = vamco(
      'replay',
      join(clips, `${name}.mp4`),
      '--scene',
      join(root, `tests/fixtures/scenes/${name}.yaml`),
      '--json',
    );
    expect(status).toBe(0);
    const found = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { direction?: string });
    for (const direction of ['forward', 'backward'] as const) {
      const counted = found.filter((line) => line.direction === direction).length;
      expect(
        Math.abs(counted - wanted[direction]),
        `${direction}: counted ${counted}, really ${wanted[direction]}`,
      ).toBeLessThanOrEqual(1);
    }
  });
});
