import { expect, test } from 'vitest';
import { localClock, localTime } from './time.ts';

test.each([
  ['2026-11-24T03:20:30.456Z', '10:20:30 24/11/2026', '10:20:30.456'],
  ['2026-12-31T17:00:00.007Z', '00:00:00 01/01/2027', '00:00:00.007'],
])('%s is %s in Vietnam', (utc, time, clock) => {
  expect(localTime(utc)).toBe(time);
  expect(localClock(utc)).toBe(clock);
});
