import { afterEach, expect, test, vi } from 'vitest';
import { atMostEvery } from './at-most-every.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('a burst of a hundred becomes two calls, and rest wakes it again', () => {
  vi.useFakeTimers();
  const work = vi.fn();
  const call = atMostEvery(1000, work);
  for (let i = 0; i < 100; i += 1) call();
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(5000);
  expect(work).toHaveBeenCalledTimes(2);
  call();
  expect(work).toHaveBeenCalledTimes(3);
});
