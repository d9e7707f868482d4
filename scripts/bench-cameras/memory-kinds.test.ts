import { expect, test } from 'vitest';
import { kindsIn } from './memory-kinds.ts';

const mapping = (place: string, path: string, mb: number) =>
  `${place} 00000000 00:00 0  ${path}\nSize: 99999 kB\nRss:    ${mb * 1024} kB\nPss: 1 kB\n`;

test('heap and arenas of the C library, files, and the rest', () => {
  const smaps = [
    mapping('00400000-01000000 r-xp', '/usr/bin/node', 40),
    mapping('02000000-09000000 rw-p', '[heap]', 100),
    mapping('7f0004000000-7f0006000000 rw-p', '', 30),
    mapping('7f0008100000-7f0008200000 rw-p', '', 5),
    mapping('7f000c000000-7f000c100000 rwxp', '', 2),
    mapping('7ffc00000000-7ffc00100000 rw-p', '[stack]', 1),
  ].join('');
  expect(kindsIn(smaps)).toEqual({ heap: 130, other: 8, files: 40 });
});
