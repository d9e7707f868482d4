import { expect, test } from 'vitest';
import { caseAction, rowAfter } from './keys.ts';

test.each([
  ['2', { do: 'picture', index: 1 }],
  ['5', undefined],
  ['0', undefined],
  ['B', { do: 'box' }],
  ['z', { do: 'zoom' }],
  ['v', { do: 'clip' }],
  ['C', { do: 'decide', outcome: 'confirmed' }],
  ['r', { do: 'decide', outcome: 'rejected' }],
  ['u', { do: 'decide', outcome: 'unsure' }],
  ['Escape', { do: 'back' }],
  ['Enter', undefined],
] as const)('with four pictures open, %s means %o', (key, action) => {
  expect(caseAction(key, 4)).toEqual(action);
});

test.each([
  ['j', 'a', 'b'],
  ['ArrowDown', 'c', 'c'],
  ['k', 'b', 'a'],
  ['ArrowUp', 'a', 'a'],
  ['j', undefined, 'a'],
  ['j', 'gone', 'a'],
  ['x', 'a', undefined],
])('in a, b, c the key %s leads from %s to %s', (key, from, to) => {
  expect(rowAfter(key, ['a', 'b', 'c'], from)).toBe(to);
});

test('an empty list has nowhere to go', () => {
  expect(rowAfter('j', [], undefined)).toBeUndefined();
});
