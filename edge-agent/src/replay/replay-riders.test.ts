import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { aTrack } from '../../../tests/support/builders.ts';
import { readFrames } from './read-frames.ts';
import { ReplayRiders } from './replay-riders.ts';
import { ReplayStills } from './replay-stills.ts';
import type { RiderEntry } from '../riders/rider-entry.ts';

const video = fileURLToPath(new URL('../../../tests/fixtures/rendered/demo.mp4', import.meta.url));
const entry: RiderEntry = {
  ...{
    version: '0.0.0',
    file: 'none',
    sha256: '0'.repeat(64),
    scoreThreshold: 0.4,
    around: { sides: 0.1, above: 0.1, below: 0.1 },
  },
  input: { name: 'image', width: 96, height: 96, pad: 114 },
  output: { name: 'heads' },
  calibration: { helmet: { scale: 1, offset: 0 }, temper: 0.5 },
};

test('a recording is looked at in full size, and every look is there before the next frame', async () => {
  const sizes: number[] = [];
  const stills = new ReplayStills();
  const find = ({ width, height }: { width: number; height: number }) => {
    sizes.push(width, height);
    return Promise.resolve([{ x: 20, y: 20, score: 0.99, helmet: 0.01 }]);
  };
  const riders = new ReplayRiders({ entry, label: 'none', find }, stills.cuts);
  const known: number[] = [];
  const wanted = { fps: 5, width: 320, height: 192, pad: 114, crops: [], stillsDir: stills.dir };
  for await (const frame of readFrames(video, wanted)) {
    const { trajectory } = aTrack({ from: [0.1, 0.5], to: [0.1 + 0.05 * frame.number, 0.5], height: 0.2 });
    const box: [number, number, number, number] = [100 + 60 * frame.number, 200, 60, 100];
    await riders.frame(
      [{ ...aTrack({ from: [0, 0], to: [1, 1], class: 'motorbike' }), trajectory, box }],
      frame,
      frame.number / 5,
    );
    const seen = riders.of(1);
    known.push(typeof seen === 'object' ? seen.looks : 0);
    if (known.length === 4) break;
  }
  expect(known).toEqual([1, 2, 3, 4]);
  expect(sizes.slice(0, 2)).toEqual([72, 120]);
  expect(readdirSync(stills.dir).length).toBeGreaterThan(0);
  stills.close();
  expect(existsSync(stills.dir)).toBe(false);
});
