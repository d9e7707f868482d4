import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { StillCuts } from '../decode/still-cuts.ts';
import { PlateVision } from './plate-vision.ts';
import { PlateWatch, type Followed } from './plate-watch.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
/** A motorbike around the plate 51-E3 676.03 of this rendered photo. */
const photo = readFileSync(at('tests/fixtures/plates/0048.jpg'));
const bike: Followed = { id: 7, class: 'motorbike', box: [100, 210, 240, 250] };
let vision: PlateVision;
beforeAll(async () => {
  vision = await PlateVision.load(at('models/manifest.json'));
});

function watch(readFrame: (number: number) => Promise<Buffer | undefined> = () => Promise.resolve(photo)) {
  const errors: unknown[] = [];
  const time = { ms: 0 };
  const plates = new PlateWatch({
    ...{ vision, stills: new StillCuts(readFrame), now: () => time.ms, looksPerSecond: 6 },
  });
  const frame = (followed: Followed[], number = 1, behind = false) => {
    plates.frame(followed, { number, atS: number / 5, behind }, (error) => errors.push(error));
  };
  return { plates, frame, errors, time };
}

describe('the plates of followed vehicles', () => {
  test('a near motorbike: its text, its looks, and a crop from a frame that was read', async () => {
    const { plates, frame, errors } = watch();
    frame([bike], 3);
    const seen = await plates.plateOf(7);
    expect(errors).toEqual([]);
    expect(seen?.read).toMatchObject({
      text: '51E367603',
      display: '51-E3 676.03',
      family: 'moto5',
      looks: 1,
    });
    expect(seen?.crop?.atS).toBeCloseTo(0.6);
    const crop = sharp(seen?.crop?.jpeg).raw();
    const { data, info } = await crop.toBuffer({ resolveWithObject: true });
    const picture = { data, width: info.width, height: info.height };
    expect(picture.width).toBeLessThan(160);
    expect((await vision.see(picture)).map(({ text }) => text)).toContain('51E367603');
  });

  test('what is far, unknown or no vehicle has no plate', async () => {
    const { plates, frame } = watch();
    frame([
      { ...bike, box: [100, 210, 50, 60] },
      { ...bike, id: 8, class: 'person' },
    ]);
    expect(await plates.plateOf(7)).toBeUndefined();
    expect(await plates.plateOf(8)).toBeUndefined();
    expect(await plates.plateOf(99)).toBeUndefined();
  });

  test('frames never wait: while one batch runs the next frame starts none', async () => {
    const asked: number[] = [];
    const { plates, frame } = watch((number) => {
      asked.push(number);
      return Promise.resolve(photo);
    });
    frame([bike], 1);
    frame([{ ...bike, box: [60, 180, 300, 300] }], 2);
    await plates.plateOf(7);
    expect(asked).toEqual([1]);
  });

  test('a box that cannot keep up looks at one vehicle a frame, another box at all of them', async () => {
    const other = { ...bike, id: 8 };
    for (const [behind, seen] of [
      [true, 1],
      [false, 2],
    ] as const) {
      const { plates, frame } = watch();
      frame([bike, other], 1, behind);
      const both = [await plates.plateOf(7), await plates.plateOf(8)];
      expect(both.filter((plate) => plate !== undefined)).toHaveLength(seen);
    }
  });

  test('a frame that is gone, or no picture, costs a look and nothing else', async () => {
    const frames: (Buffer | undefined)[] = [undefined, Buffer.from('no picture'), photo];
    const { plates, frame, errors, time } = watch(() => Promise.resolve(frames.shift()));
    for (const size of [240, 280, 330]) {
      frame([{ ...bike, box: [100, 200, size, size] }], size);
      await plates.plateOf(7);
      time.ms += 1000;
    }
    expect(errors).toHaveLength(1);
    expect((await plates.plateOf(7))?.read.text).toBe('51E367603');
  });

  test('a vehicle that left long ago is forgotten', async () => {
    const { plates, frame, time } = watch();
    frame([bike]);
    await plates.plateOf(7);
    time.ms = 60_000;
    frame([]);
    expect(await plates.plateOf(7)).toBeUndefined();
  });
});
