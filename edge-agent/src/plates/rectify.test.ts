import { describe, expect, test } from 'vitest';
import type { Quad } from './quad.ts';
import type { RgbPicture } from '../base/rgb-picture.ts';
import { rectify } from './rectify.ts';

/** A picture whose quad is red, green, blue and white in its four quarters, grey outside. */
function chart(quad: Quad, width: number, height: number): RgbPicture {
  const data = new Uint8Array(width * height * 3).fill(90);
  const colours = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [255, 255, 255],
  ] as const;
  const [a, b, c, d] = quad;
  for (let i = 0; i < 400; i += 1) {
    for (let j = 0; j < 400; j += 1) {
      const [u, v] = [(i + 0.5) / 400, (j + 0.5) / 400];
      const colour = colours[(v < 0.5 ? 0 : 2) + (u < 0.5 ? 0 : 1)] ?? colours[0];
      // A parallelogram: bilinear and projective maps agree.
      const x = Math.floor(
        a[0] + u * (b[0] - a[0]) + v * (d[0] - a[0]) + u * v * (a[0] - b[0] + c[0] - d[0]),
      );
      const y = Math.floor(
        a[1] + u * (b[1] - a[1]) + v * (d[1] - a[1]) + u * v * (a[1] - b[1] + c[1] - d[1]),
      );
      if (x >= 0 && y >= 0 && x < width && y < height) data.set(colour, (y * width + x) * 3);
    }
  }
  return { data, width, height };
}

const at = (flat: Uint8Array, x: number, y: number) =>
  Array.from(flat.subarray((y * 64 + x) * 3, (y * 64 + x) * 3 + 3));

describe('a plate is cut out flat', () => {
  test.each<[string, Quad, number, number]>([
    [
      'upright',
      [
        [20, 20],
        [84, 20],
        [84, 52],
        [20, 52],
      ],
      110,
      80,
    ],
    [
      'slanted',
      [
        [20, 30],
        [84, 10],
        [94, 42],
        [30, 62],
      ],
      110,
      80,
    ],
    [
      'much larger than needed',
      [
        [30, 30],
        [330, 40],
        [340, 190],
        [40, 180],
      ],
      380,
      220,
    ],
  ])('%s', (_, quad, width, height) => {
    const flat = rectify(chart(quad, width, height), quad, 64, 32, 0.05);
    expect(flat).toHaveLength(64 * 32 * 3);
    expect(at(flat, 16, 9)).toEqual([255, 0, 0]);
    expect(at(flat, 48, 9)).toEqual([0, 255, 0]);
    expect(at(flat, 16, 23)).toEqual([0, 0, 255]);
    expect(at(flat, 48, 23)).toEqual([255, 255, 255]);
    expect(at(flat, 0, 0)).toEqual([90, 90, 90]);
  });

  test('corners outside the picture: its edge goes on, nothing is read beyond it', () => {
    const quad: Quad = [
      [-30, -10],
      [40, -10],
      [40, 30],
      [-30, 30],
    ];
    const flat = rectify(chart(quad, 30, 24), quad, 64, 32, 0.05);
    expect(at(flat, 60, 28)).toEqual([255, 255, 255]);
    expect(at(flat, 0, 28)).toEqual(at(flat, 10, 28));
  });

  test('corners that make no plate at all do no harm', () => {
    const point: Quad = [
      [5, 5],
      [5, 5],
      [5, 5],
      [5, 5],
    ];
    expect(rectify({ data: new Uint8Array(300), width: 10, height: 10 }, point, 64, 32, 0.05)).toHaveLength(
      6144,
    );
  });
});
