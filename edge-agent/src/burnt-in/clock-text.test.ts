import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockFormats, clockText, type OverlayStyle } from '../../../tests/support/overlays.ts';
import { parseClock } from './clock-text.ts';

const now = Date.UTC(2026, 10, 25, 13, 5, 9);
const textOf = (text: string) => {
  const read = parseClock(text, now);
  return read && new Date(read.shownMs).toISOString().slice(0, 19);
};

test.each([
  ['2026-11-25 13:05:09', 'year first'],
  ['25-11-2026 13:05:09', 'day first'],
  ['25/11/2026 Wed 13:05:09', 'a weekday'],
  ['25/11/2026 Thứ Tư 13:05:09', 'a weekday in Vietnamese'],
  ['2026-11-25 £88” 13:05:09', 'what is left of a weekday in Chinese'],
  ['2026-11-25 2H 8 13:05:09', 'digits among it'],
  ['11/25/2026 01:05:09 PM', 'month first, half days'],
  ['25/11/2026 1:05:09 CH', 'half days in Vietnamese'],
  ['2O26-ll-25 l3:O5:O9', 'letters for digits'],
  ['2026-11-25 13;05.09', 'other signs for colons'],
  ['2026-11-25 13 05 09', 'thin colons'],
  ['2026-11-2513:05:09', 'no gap'],
  ['13:05:09 25.11.2026', 'time first'],
  ['Camera 3  2026-11-25 13:05:09 |', 'a name before, noise after'],
])('%s is read: %s', (text) => {
  expect(textOf(text)).toBe('2026-11-25T13:05:09');
});

test.each([
  ['', 'nothing'],
  ['Ngã tư 30/4', 'a name'],
  ['2026-11-25', 'no time'],
  ['13:05:09', 'no date'],
  ['2026-13-25 13:05:09', 'no such month'],
  ['2026-02-30 13:05:09', 'no such day'],
  ['2026-11-25 24:05:09', 'no such hour'],
  ['2026-11-25 13:05:091', 'a digit too many'],
  ['2026-11-25 13:05:09 | 12:00:00', 'two times'],
  ['11/25/2026 01:05:09 XM', 'a half day that cannot be read'],
])('%s is not a time: %s', (text) => {
  expect(parseClock(text, now)).toBeUndefined();
});

test('day and month that could be exchanged are taken as they come nearer to now, and it is said', () => {
  const december = Date.UTC(2026, 11, 5, 10);
  expect(parseClock('05/12/2026 10:00:00', december)).toEqual({ shownMs: december, assumed: true });
  expect(parseClock('12/05/2026 10:00:00', december)).toEqual({ shownMs: december, assumed: true });
  expect(parseClock('12/05/2026 10:00:00', december, 'dmy')).toEqual({
    shownMs: Date.UTC(2026, 4, 12, 10),
    assumed: false,
  });
});

const formats = Object.keys(clockFormats) as OverlayStyle['format'][];
const slips: Record<string, string[]> = {
  0: ['0', 'O', 'o', 'D'],
  1: ['1', 'l', 'I', '|'],
  5: ['5', 'S'],
  8: ['8', 'B'],
};

test('every time in every format is read back, whatever of the usual slips a reader makes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2020, 0) / 1000, max: Date.UTC(2037, 0) / 1000 }),
      fc.constantFrom(...formats),
      fc.array(fc.nat({ max: 3 }), { minLength: 40, maxLength: 40 }),
      fc.integer({ min: -36_000, max: 36_000 }),
      (second, format, choices, awayS) => {
        const shownMs = second * 1000;
        const text = Array.from(clockText(format, shownMs), (sign, at) => {
          const ways = slips[sign] ?? [sign];
          return ways[(choices[at] ?? 0) % ways.length];
        }).join('');
        expect(parseClock(text, shownMs + awayS * 1000)?.shownMs).toBe(shownMs);
      },
    ),
  );
});

test('no text whatever makes it fail', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const read = parseClock(text, now);
      expect(read === undefined || Number.isFinite(read.shownMs)).toBe(true);
    }),
  );
});
