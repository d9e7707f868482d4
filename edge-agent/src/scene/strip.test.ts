import { expect, test } from 'vitest';
import type { NormPoint } from './geometry.ts';
import { longDirection } from './strip.ts';

const turned = (degrees: number, corners: NormPoint[]): NormPoint[] => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return corners.map(([x, y]) => [c * x - s * y, s * x + c * y]);
};

test.each([0, 30, 90, 140])(
  'the long direction of a strip turned by %i degrees is its long side',
  (degrees) => {
    const strip: NormPoint[] = [
      [0, 0],
      [4, 0],
      [8, 0],
      [8, 3],
      [0, 3],
    ];
    const [x, y] = longDirection(turned(degrees, strip));
    const found = ((Math.atan2(y, x) * 180) / Math.PI + 360) % 180;
    expect(Math.min(Math.abs(found - degrees), 180 - Math.abs(found - degrees))).toBeCloseTo(0);
  },
);

test('a repeated corner is no side', () => {
  const corners: NormPoint[] = [
    [0, 0],
    [0, 0],
    [5, 0],
    [5, 1],
    [0, 1],
  ];
  expect(longDirection(corners)).toEqual([1, 0]);
});
