import { expect, test } from 'vitest';
import { coloursOf } from './colours.ts';

/** Red above, blue below, 20 × 20 pixels. */
const picture = {
  width: 20,
  height: 20,
  data: Uint8Array.from({ length: 20 * 20 * 3 }, (_, at) => {
    const isAbove = at < 20 * 10 * 3;
    return at % 3 === (isAbove ? 0 : 2) ? 200 : 0;
  }),
};

test('the colours of a box are those of its parts, row by row, at the scale of the source picture', () => {
  const colours = coloursOf(picture, [8, 8, 24, 24], 2);
  expect(colours).toHaveLength(48);
  expect([...colours.slice(0, 3)]).toEqual([200, 0, 0]);
  expect([...colours.slice(45)]).toEqual([0, 0, 200]);
});

test('a box that reaches beyond the picture has the colours of the edge there', () => {
  expect([...coloursOf(picture, [-10, -10, 8, 8], 1).slice(0, 3)]).toEqual([200, 0, 0]);
});
