import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { aTrack } from '../../../tests/support/builders.ts';
import { StillCuts } from '../decode/still-cuts.ts';
import { PlateVision } from '../plates/plate-vision.ts';
import { ReplayPlates, type ReplayedPlate } from './replay-plates.ts';
import type { Track } from '../track/track.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const photo = readFileSync(at('tests/fixtures/plates/0048.jpg'));
const way = aTrack({ from: [0.5, 0.4], to: [0.5, 0.9], class: 'motorbike', id: 7 });
const bike: Track = { ...way, box: [100, 210, 240, 250] };

test('a recording tells the plate of who passed a line, when it has left, and of no one else', async () => {
  const told: ReplayedPlate[] = [];
  const stills = new StillCuts(() => Promise.resolve(photo));
  const vision = await PlateVision.load(at('models/manifest.json'));
  const plates = new ReplayPlates(vision, stills, (plate) => told.push(plate));
  const passage = { line: 'main', direction: 'forward', track: bike, atS: 0.2 } as const;
  const idle = { active: [], passages: [], hits: [], ended: [] };
  await plates.frame({ ...idle, active: [bike, { ...bike, id: 8 }] }, { number: 1 }, 0.2);
  await plates.frame({ ...idle, passages: [passage] }, { number: 2 }, 0.4);
  expect(told).toEqual([]);
  await plates.frame({ ...idle, ended: [bike, { ...bike, id: 8 }] }, { number: 3 }, 0.6);
  await plates.end();
  expect(told).toMatchObject([{ track: 7, class: 'motorbike', atS: 0.2, read: { text: '51E367603' } }]);
});

test('a vehicle that is still there when the recording ends is told too', async () => {
  const told: ReplayedPlate[] = [];
  const stills = new StillCuts(() => Promise.resolve(photo));
  const vision = await PlateVision.load(at('models/manifest.json'));
  const plates = new ReplayPlates(vision, stills, (plate) => told.push(plate));
  const passage = { line: 'main', direction: 'forward', track: bike, atS: 0.2 } as const;
  const frame = { active: [bike], passages: [passage], hits: [], ended: [] };
  await plates.frame(frame, { number: 1 }, 0.2);
  await plates.end();
  expect(told.map(({ read }) => read.text)).toEqual(['51E367603']);
});
