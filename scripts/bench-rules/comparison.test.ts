import { expect, test } from 'vitest';
import { comparison } from './comparison.ts';

const run = (perPicture: number, cases = 0) => ({ perPicture, pictures: 500, cases });

test('what is added is the median of the rounds, with its spread', () => {
  const table = comparison([
    { bare: run(0.05), whole: run(0.052, 20) },
    { bare: run(0.05), whole: run(0.0515, 21) },
    { bare: run(0.06), whole: run(0.0588, 19) },
  ]);
  expect(table).toContain('| added | 3.0 % (-2.0 % to 4.0 %) | ≤ 5.0 % |');
  expect(table).toContain('| without rules | 50.0 ms | |');
  expect(table).toContain('60 in 1500');
});
