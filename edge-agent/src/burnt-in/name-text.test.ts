import { expect, test } from 'vitest';
import { nameOf } from './name-text.ts';

const thrice = (...texts: string[]) => [texts, texts, texts];

test.each([
  ['marks, case and signs do not count', thrice('NGA TU HANG BAI'), 'as-expected'],
  ['letters that look alike do not count', thrice('Ng4 tu Hang 8ai'), 'as-expected'],
  ['one good reading is enough', [['~'], ['|x'], ['Nga tu Hang Bai']], 'as-expected'],
  ['another name, steadily', thrice('Cong truong THPT', 'Cong truong THPT'), 'other'],
  ['another name, read once only', [['Cong truong THPT'], ['~'], ['~']], 'unreadable'],
  [
    'noise',
    [
      ['EE 4h A NV', 'b'],
      ['RX SHES wee', 'k'],
      ['OA TIN es W', 'l'],
    ],
    'unreadable',
  ],
  ['nothing', thrice(), 'unreadable'],
] as const)('%s', (_, looks, expected) => {
  expect(nameOf(looks, 'Ngã tư Hàng Bài')).toBe(expected);
});
