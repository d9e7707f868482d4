import { expect, test } from 'vitest';
import { multipliesBytes } from './integer-arithmetic.ts';

const x86 = (flags: string) =>
  `processor\t: 0\nmodel name\t: Intel(R) N100\nflags\t\t: fpu sse2 ${flags}\nbugs\t\t:\n`;

test.each([
  ['a small Intel box of today', x86('avx2 avx_vnni'), true],
  ['a server', x86('avx2 avx512f avx512_vnni amx_int8'), true],
  ['an ARM board of today', 'processor\t: 0\nFeatures\t: fp asimd crc32 asimddp\n', true],
  ['an old Intel box', x86('avx avx2 bmi2'), false],
  ['an old ARM board', 'processor\t: 0\nFeatures\t: fp asimd crc32\n', false],
  ['a machine that says nothing', '', false],
])('%s', (_, cpuinfo, expected) => {
  expect(multipliesBytes(cpuinfo)).toBe(expected);
});
