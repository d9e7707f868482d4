import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countRiders, visibleHeads } from './count-riders.ts';

const HALF = 0.5;
const likeliest = (looks: number[][], temper = HALF) => {
  const counts = countRiders(looks, temper);
  return counts.indexOf(Math.max(...counts)) + 1;
};
const heads = (count: number, score = 0.99) => Array.from({ length: count }, () => score);
const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });

describe('how many sit on a motorbike', () => {
  test.each([
    ['one head in every look', [1, 1, 1, 1], 1],
    ['two heads in every look', [2, 2, 2], 2],
    ['three heads in two looks, one hidden in the others', [3, 2, 3, 2], 3],
    ['a third head once is a neighbour’s', [2, 2, 3, 2, 2, 2], 2],
    ['a second head once is a neighbour’s', [1, 1, 1, 1, 2, 1], 1],
    ['four heads', [4, 4, 4, 4], 4],
    ['five are four or more', [5, 5, 5], 4],
  ])('%s', (_, looks, expected) => {
    expect(likeliest(looks.map((count) => heads(count)))).toBe(expected);
  });

  test('three looks at two heads are enough to be sure, one look at three is not', () => {
    expect(countRiders([heads(2), heads(2), heads(2)], HALF)[1]).toBeGreaterThan(0.8);
    expect(countRiders([heads(3)], HALF)[2]).toBeLessThan(0.9);
  });

  test('three heads in two looks of six leave the number open', () => {
    const counts = countRiders(
      [2, 3, 2, 2, 3, 2].map((count) => heads(count)),
      HALF,
    );
    expect(Math.max(...counts)).toBeLessThan(0.7);
  });

  test('a doubtful third head leaves the number open', () => {
    const counts = countRiders(
      Array.from({ length: 3 }, () => [0.95, 0.95, 0.5]),
      HALF,
    );
    expect(Math.max(...counts)).toBeLessThan(0.9);
  });

  test('whatever the net says, chances are chances, and the order of heads and looks does not matter', () => {
    fc.assert(
      fc.property(
        fc.array(scores, { maxLength: 12 }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        (looks, temper) => {
          const counts = countRiders(looks, temper);
          expect(counts.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1);
          const turned = countRiders(looks.map((look) => [...look].reverse()).reverse(), temper);
          counts.forEach((chance, index) => {
            expect(chance).toBeCloseTo(turned[index] ?? NaN, 6);
          });
        },
      ),
    );
  });

  test('each number of true heads has its chance', () => {
    fc.assert(
      fc.property(scores, (look) => {
        const chances = visibleHeads(look);
        expect(chances).toHaveLength(look.length + 1);
        expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1);
        const mean = chances.reduce((sum, chance, count) => sum + chance * count, 0);
        expect(mean).toBeCloseTo(look.reduce((sum, score) => sum + score, 0));
      }),
    );
  });
});
