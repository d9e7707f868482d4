import { describe, expect, test } from 'vitest';
import type { PlateFinder } from './finder.ts';
import { decodeLook } from './lattice.ts';
import type { PlateLook } from './look.ts';
import { lookAt } from './look.testing.ts';
import { PlateVision } from './plate-vision.ts';
import { quadSize, type Quad } from './quad.ts';
import type { PlateReader } from './reader.ts';

const quad: Quad = [
  [100, 100],
  [200, 100],
  [200, 170],
  [100, 170],
];
const picture = { data: new Uint8Array(0), width: 0, height: 0 };

/** Sees a plate with a reader that says something else of wide cuts. */
async function seen(usual: PlateLook, wide: PlateLook) {
  const cuts: number[] = [];
  const read = (_: unknown, quads: readonly Quad[]) => {
    const widths = quads.map((one) => Math.round(quadSize(one).width));
    cuts.push(...widths);
    return Promise.resolve(widths.map((width) => (width > 110 ? wide : usual)));
  };
  const vision = new PlateVision({} as unknown as PlateFinder, { read } as unknown as PlateReader);
  const [look] = await vision.lookAt(picture, [quad]);
  return { text: look && decodeLook(look)?.best.canonical, cuts };
}

describe('a plate that is cut out a little too tight', () => {
  const doubled = lookAt('51F8', '82338', { sure: 0.55, instead: { 8: '6', 3: '8' } });

  test('is read by a wide cut that is sure', async () => {
    const { text, cuts } = await seen(doubled, lookAt('51F', '82338', { sure: 0.999, layout: 'two-line' }));
    expect(text).toBe('51F82338');
    expect(cuts).toContain(120);
  });

  test('is not guessed by a wide cut that is in doubt as well', async () => {
    const guess = lookAt('51F', '82338', { sure: 0.7, instead: { 8: '6', 3: '8' }, layout: 'two-line' });
    const { text } = await seen(doubled, guess);
    expect(text).not.toBe('51F82338');
  });
});
