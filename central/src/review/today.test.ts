import { expect, test } from 'vitest';
import { today } from './today.ts';

test.each([
  ['2026-11-24T16:59:59.999Z', '2026-11-24'],
  ['2026-11-24T17:00:00.000Z', '2026-11-25'],
])('the day begins at midnight in Vietnam: %s is still or already %s', (utc, day) => {
  expect(today(Date.parse(utc))).toBe(day);
});
