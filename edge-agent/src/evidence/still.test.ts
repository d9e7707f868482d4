import sharp, { type Region } from 'sharp';
import { expect, test } from 'vitest';
import { shrink, toMarked } from './still.ts';

const marks = { box: [200, 100, 60, 120], polygon: [], caption: 'Ngã tư' } as const;

/** Reddish pixels in a part of the marked copy of a grey picture. */
async function red(heads: readonly (readonly [number, number])[], area: Region): Promise<number> {
  const grey = { create: { width: 640, height: 360, channels: 3, background: '#808080' } } as const;
  const frame = await sharp(grey).jpeg().toBuffer();
  const marked = await toMarked(frame, { ...marks, box: [...marks.box], heads }, []);
  const data = await sharp(marked).extract(area).raw().toBuffer();
  let count = 0;
  for (let at = 0; at < data.length; at += 3)
    if ((data[at] ?? 0) > 190 && (data[at + 1] ?? 0) < 110) count += 1;
  return count;
}

test('each rider’s head gets a mark above it, and nothing lies over the head', async () => {
  const head = [230 / 640, 140 / 360] as const;
  const above = { left: 220, top: 110, width: 20, height: 20 };
  const on = { left: 222, top: 132, width: 16, height: 16 };
  expect(await red([head], above)).toBeGreaterThan(5);
  expect(await red([head], on)).toBe(0);
  expect(await red([], above)).toBe(0);
});

/** A picture full of small things, the same every time, or of noise. */
async function picture(width: number, things: number, noise = 0): Promise<Buffer> {
  const height = (width * 9) / 16;
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const boxes = Array.from({ length: things }, () => {
    const [x, y, size, grey] = [
      random() * width,
      random() * height,
      4 + 24 * random(),
      Math.floor(255 * random()),
    ];
    return `<rect x="${x}" y="${y}" width="${size}" height="${size}" fill="rgb(${grey},${grey},128)"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${boxes.join('')}</svg>`;
  const grain = { type: 'gaussian', mean: 128, sigma: noise } as const;
  const create = {
    width,
    height,
    channels: 3,
    background: '#808080',
    ...(noise > 0 && { noise: grain }),
  } as const;
  return sharp({ create })
    .composite([{ input: Buffer.from(svg) }])
    .jpeg({ quality: 90 })
    .toBuffer();
}

test.each([
  ['of an empty road', 1280, 700, 0, 1280],
  ['of a street', 1280, 1000, 0, 960],
  ['of a crowd', 1920, 9000, 0, 640],
  ['of a noisy night', 1280, 300, 6, 1280],
] as const)(
  'the copy %s is small, and as large as that allows',
  async (_, width, things, noise, expected) => {
    const copy = await shrink(await picture(width, things, noise));
    expect(copy.length).toBeLessThanOrEqual(60 * 1024);
    expect((await sharp(copy).metadata()).width).toBe(expected);
  },
);

test('a small picture stays as it is', async () => {
  const frame = await picture(1280, 20);
  expect(await shrink(frame)).toBe(frame);
});
