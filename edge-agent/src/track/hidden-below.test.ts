import { expect, test } from 'vitest';
import { isHiddenBelow } from './hidden-below.ts';

const bike = [100, 100, 40, 80] as const;

test.each([
  ['nobody is near', [], false],
  ['it is alone with its own box', [[100, 100, 40, 80]], false],
  ['a car before the camera hides its wheels', [[90, 170, 120, 90]], true],
  ['a car stands beside it', [[135, 110, 120, 90]], false],
  ['a bus stands behind it', [[60, 20, 200, 140]], false],
  ['somebody is nearer, but clear of it', [[100, 200, 40, 80]], false],
] as const)('%s', (_, others, hidden) => {
  expect(
    isHiddenBelow(
      [...bike],
      others.map(([x, y, w, h]) => [x, y, w, h]),
    ),
  ).toBe(hidden);
});
