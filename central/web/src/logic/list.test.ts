import type { CaseState, Decision, ViolationItem } from '@vamco/contracts';
import { describe, expect, test } from 'vitest';
import { decided, nextPending, pictureWaitMs, refreshed } from './list.ts';

const item = (id: string, second: number, state: CaseState = 'pending'): ViolationItem => {
  const at = new Date(Date.UTC(2026, 10, 24, 3, 0, second)).toISOString();
  const where = { box: 'box-01', camera: 'cam-01', place: '' };
  return {
    id,
    state,
    at,
    storedAt: at,
    ...where,
    rule: 'wrong-way',
    class: 'car',
    exemption: null,
    score: 0.8,
    plate: null,
    thumbnail: null,
  };
};
const ids = ({ items }: { items: ViolationItem[] }) => items.map(({ id }) => id).join('');

describe('the newest page comes again', () => {
  test('older pages on the screen stay, and so does their cursor', () => {
    const before = { items: [item('c', 3), item('b', 2), item('a', 1)], next: null };
    const after = refreshed(before, { items: [item('d', 4), item('c', 3)], next: 'c' });
    expect(ids(after)).toBe('dcba');
    expect(after.next).toBeNull();
  });
  test('a row that left the newest page is gone', () => {
    const before = { items: [item('c', 3), item('b', 2), item('a', 1)], next: 'a' };
    const after = refreshed(before, { items: [item('c', 3), item('a', 1)], next: 'a' });
    expect(ids(after)).toBe('ca');
    expect(after.next).toBe('a');
  });
  test('events of the same moment are told apart by their id', () => {
    const before = { items: [item('b', 1), item('a', 1)], next: 'a' };
    expect(ids(refreshed(before, { items: [item('c', 1), item('b', 1)], next: 'b' }))).toBe('cba');
  });
});

describe('somebody decided', () => {
  const list = { items: [item('b', 2), item('a', 1)], next: null };
  const decision = { violation: 'b', outcome: 'rejected' } as Decision;
  test('the row leaves the pending ones', () => {
    expect(ids(decided(list, decision, 'pending'))).toBe('a');
  });
  test('the row changes its state among all', () => {
    expect(decided(list, decision, 'all').items.map(({ state }) => state)).toEqual(['rejected', 'pending']);
  });
});

test.each([
  ['the next older one', [item('c', 3), item('a', 1)], 'a'],
  ['the newest one when none is older', [item('d', 4), item('c', 3)], 'd'],
  ['never the same one', [item('b', 2)], undefined],
])('after deciding comes %s', (_what, pending, next) => {
  expect(nextPending(pending, item('b', 2))).toBe(next);
});

test.each([
  [10_000, true, 2_000],
  [3_600_000, true, 30_000],
  [10_000, false, undefined],
])('a picture %d ms late (lacking: %s) is asked for every %s ms', (ageMs, lacks, waitMs) => {
  const { storedAt } = item('a', 0);
  expect(pictureWaitMs([{ storedAt, lacks }], Date.parse(storedAt) + ageMs)).toBe(waitMs);
});
