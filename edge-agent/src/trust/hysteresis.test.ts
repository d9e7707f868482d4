import { expect, test } from 'vitest';
import { Hysteresis } from './hysteresis.ts';

test('a finding counts when it has lasted, and ends when it has been gone for long enough', () => {
  const covered = new Hysteresis(5, 3);
  const seen = [0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0];
  expect(seen.map((is, second) => Number(covered.see(is === 1, second)))).toEqual([
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0,
  ]);
});
