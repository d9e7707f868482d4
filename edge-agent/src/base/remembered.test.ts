import { expect, test } from 'vitest';
import { Remembered } from './remembered.ts';

test('a vehicle that left is remembered for a quarter of a minute, one that is there for ever', () => {
  const known = new Remembered<string>();
  known.set(1, 'stays').set(2, 'leaves');
  known.forgetOthers([{ id: 1 }, { id: 2 }], 0);
  known.forgetOthers([{ id: 1 }], 14_000);
  expect(known.get(2)).toBe('leaves');
  known.forgetOthers([{ id: 1 }], 16_000);
  expect([...known]).toEqual([[1, 'stays']]);
});

test('what is learned of a vehicle after it left is kept as long from then on', () => {
  const known = new Remembered<string>();
  known.forgetOthers([], 20_000);
  known.set(7, 'a late look');
  known.forgetOthers([], 21_000);
  known.forgetOthers([], 35_000);
  expect(known.get(7)).toBe('a late look');
  known.forgetOthers([], 37_000);
  expect(known.size).toBe(0);
});
