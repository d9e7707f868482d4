import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Live, type LiveMessage } from './live.ts';

const figures = { pending: 1, decidedToday: 0, violationsToday: 1, passagesToday: 9 };
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a burst of passages updates the figures once, with the newest numbers', () => {
  const read = vi.fn(() => figures);
  const live = new Live(read);
  const heard: LiveMessage[] = [];
  live.listen((message) => heard.push(message));
  for (let passage = 0; passage < 100; passage += 1) live.overviewChanged();
  vi.runAllTimers();
  expect(heard).toEqual([{ name: 'overview', data: figures }]);
  expect(read).toHaveBeenCalledTimes(1);
});

test('with nobody at the page nothing is counted', () => {
  const read = vi.fn(() => figures);
  new Live(read).overviewChanged();
  vi.runAllTimers();
  expect(read).not.toHaveBeenCalled();
});
