import { expect, test } from 'vitest';
import { viewBox } from './zoom.ts';

const size = { width: 1000, height: 500 };

test.each([
  ['all of it without a box', undefined, '0 0 1000 500'],
  ['the vehicle in the middle, with room', [0.45, 0.45, 0.1, 0.1], '370 185 260 130'],
  ['no more than six times', [0.5, 0.5, 0.001, 0.001], '417 209 167 83'],
  ['nothing outside the picture', [0.9, 0, 0.1, 0.1], '740 0 260 130'],
  ['all of it when the vehicle fills it', [0, 0, 1, 0.9], '0 0 1000 500'],
])('shows %s', (_what, box, shown) => {
  expect(viewBox(size, box)).toBe(shown);
});
