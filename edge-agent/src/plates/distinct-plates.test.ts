import { expect, test } from 'vitest';
import { distinctPlates } from './distinct-plates.ts';
import type { FoundPlate } from './look.ts';

const found = (score: number, x: number, y: number, w: number, h: number): FoundPlate => ({
  score,
  twoLine: 0,
  corners: [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
  ],
});

test('two plates side by side, one above the other, are both named', () => {
  const plates = [found(0.9, 0, 0, 40, 20), found(0.8, 42, 0, 40, 20), found(0.7, 0, 19, 40, 20)];
  expect(distinctPlates(plates)).toEqual(plates);
});

test('one plate found in two sizes is named once, by its better find', () => {
  const tight = found(0.9, 10, 10, 40, 30);
  const loose = found(0.45, 0, 0, 70, 60); // shares 29 % of what both cover
  expect(distinctPlates([tight, loose])).toEqual([tight]);
  expect(distinctPlates([loose, tight])).toEqual([loose]);
});

test('one plate found twice a little apart is named once', () => {
  expect(distinctPlates([found(0.9, 0, 0, 40, 20), found(0.6, 8, 2, 40, 20)])).toHaveLength(1);
});
