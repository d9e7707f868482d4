import sharp, { type Region } from 'sharp';
import { expect, test } from 'vitest';
import { toMarked } from './still.ts';

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
