import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assign } from './assign.ts';

const LIMIT = 10;

/** The cheapest sum by trying everything; who stays alone costs the limit. */
function cheapest(cost: number[][], row = 0, used: readonly number[] = []): number {
  const own = cost[row];
  if (!own) return 0;
  const choices = own.map((price, column) =>
    used.includes(column) || price >= LIMIT ? Infinity : price + cheapest(cost, row + 1, [...used, column]),
  );
  return Math.min(LIMIT + cheapest(cost, row + 1, used), ...choices);
}

test('no other pairs cost less', () => {
  const price = fc.oneof(fc.integer({ min: -5, max: 15 }), fc.constant(Infinity));
  const table = fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(price, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
  fc.assert(
    fc.property(table, (cost) => {
      const pairs = assign(cost, LIMIT);
      expect(new Set(pairs.map(([, column]) => column)).size).toBe(pairs.length);
      const sum = pairs.reduce((total, [row, column]) => total + (cost[row]?.[column] ?? Infinity), 0);
      expect(sum + LIMIT * (cost.length - pairs.length)).toBeCloseTo(cheapest(cost));
    }),
  );
});

test('a pair that is cheap alone gives way when that saves more', () => {
  expect(
    assign(
      [
        [1, 2],
        [2, 9],
      ],
      LIMIT,
    ),
  ).toEqual([
    [0, 1],
    [1, 0],
  ]);
});

test('a pair that is too dear stays apart', () => {
  expect(assign([[Infinity, 12]], LIMIT)).toEqual([]);
});
