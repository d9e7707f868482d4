import { expect, test } from 'vitest';
import { SendingWindow } from './sending-window.ts';

const events = (...seqs: number[]) => seqs.map((seq) => ({ epoch: 'a', seq }));
const seqsOf = (due: readonly { seq: number }[]) => due.map(({ seq }) => seq);
const times = { resendMs: 5_000, deafMs: 20_000 };

test('each event goes out once, and again when nobody spoke for it', () => {
  const window = new SendingWindow(times);
  expect(seqsOf(window.due(events(1, 2), 0))).toEqual([1, 2]);
  expect(seqsOf(window.due(events(1, 2, 3), 1_000))).toEqual([3]);
  expect(seqsOf(window.due(events(2, 3), 5_000))).toEqual([2]);
  expect(seqsOf(window.due(events(2, 3), 6_000))).toEqual([3]);
});

test('the same number in a new epoch is another event', () => {
  const window = new SendingWindow(times);
  window.due(events(1), 0);
  expect(window.due([{ epoch: 'b', seq: 1 }], 1)).toHaveLength(1);
});

test('silence counts only while something is on its way, and from its sending', () => {
  const window = new SendingWindow(times);
  expect(window.isDeaf(1e9)).toBe(false);
  window.due([], 3_600_000);
  window.due(events(1), 3_600_000);
  expect(window.isDeaf(3_600_000 + times.deafMs)).toBe(false);
  expect(window.isDeaf(3_600_001 + times.deafMs)).toBe(true);
  window.heard(3_600_000 + times.deafMs);
  expect(window.isDeaf(3_600_001 + times.deafMs)).toBe(false);
});

test('a new connection sends all anew', () => {
  const window = new SendingWindow(times);
  window.due(events(1, 2), 0);
  window.clear();
  expect(window.isDeaf(1e9)).toBe(false);
  expect(seqsOf(window.due(events(1, 2), 10))).toEqual([1, 2]);
});
