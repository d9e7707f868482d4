import { expect, test } from 'vitest';
import { daysLeft, millions } from './law.ts';

test.each([
  [18_000_000, 20_000_000, '18–20'],
  [400_000, 600_000, '0,4–0,6'],
  [2_500_000, 2_500_000, '2,5'],
])('fines from %d to %d are %s million', (from, to, text) => {
  expect(millions(from, to, ',')).toBe(text);
});

test('days left are whole days, and none after the end', () => {
  const end = Date.parse('2027-11-24T03:00:00Z');
  expect(daysLeft(end, end - 86_400_000 * 3 - 1)).toBe(3);
  expect(daysLeft(end, end - 1)).toBe(0);
  expect(daysLeft(end, end + 1)).toBe(0);
});
