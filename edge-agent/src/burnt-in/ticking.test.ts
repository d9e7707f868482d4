import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockText } from '../../../tests/support/overlays.ts';
import { clockOf, type ClockLook } from './ticking.ts';

const right = Date.UTC(2026, 10, 25, 13, 5, 9);
const ERR_MS = 500;

/** Looks a third of a second off the full one, each read five times; `misread` changes what is read. */
function looksAt(
  offsetMs: number,
  misread: (text: string, look: number, reading: number) => string = (text) => text,
): ClockLook[] {
  return [0, 3_333, 6_667].map((laterMs, look) => {
    const rightMs = right + laterMs;
    const text = clockText('ymd-dash', Math.floor((rightMs + offsetMs) / 1000) * 1000);
    return { rightMs, errMs: ERR_MS, texts: [0, 1, 2, 3, 4].map((reading) => misread(text, look, reading)) };
  });
}

test('the true offset lies within the stated error, whatever it is and wherever the second turns', () => {
  fc.assert(
    fc.property(fc.integer({ min: -58_000, max: 58_000 }), (offsetMs) => {
      const found = clockOf(looksAt(offsetMs));
      if ('why' in found) throw new Error(found.why);
      expect(Math.abs(found.offsetMs - offsetMs)).toBeLessThanOrEqual(found.errMs);
      // A third of a second is left of the doubt, and half of it on either side.
      expect(found.errMs).toBeLessThanOrEqual(ERR_MS + 180);
    }),
  );
});

test('a clock in another time zone is told as it is', () => {
  const found = clockOf(looksAt(-7 * 3_600_000));
  expect(found).toMatchObject({ offsetMs: expect.closeTo(-7 * 3_600_000, -3) as number });
});

test('a clock that does not advance is called stopped', () => {
  const stopped = looksAt(0).map((look) => ({ ...look, texts: looksAt(0)[0]?.texts ?? [] }));
  expect(clockOf(stopped)).toEqual({ why: 'stopped' });
});

test.each([
  ['the same digit misread in every picture', (text: string) => text.replace('-25 13', '-25 18')],
  ['the day misread in every picture', (text: string) => text.replace('-25', '-26')],
  [
    'seconds misread at random',
    (text: string, look: number, reading: number) => text.replace(/\d$/, `${(look * 4 + reading * 3) % 10}`),
  ],
  [
    'hours read in two ways',
    (text: string, _: number, i: number) => text.replace(' 13', i < 3 ? ' 18' : ' 10'),
  ],
])('%s: nothing is claimed', (_, misread) => {
  expect(clockOf(looksAt(0, misread))).toEqual({ why: 'contradictory' });
});

test('two good readings of five are enough beside a clock that is right, but not for one that is far off', () => {
  const some = (text: string, look: number, reading: number) =>
    reading < 2
      ? text
      : text.replace(/ \d\d/, ` ${10 + look * 3 + reading}`).replace('2026', `20${50 + reading}`);
  expect(clockOf(looksAt(5_000, some))).toHaveProperty('offsetMs');
  expect(clockOf(looksAt(3 * 86_400_000, some))).toEqual({ why: 'contradictory' });
});

test('two readings in all are not enough', () => {
  const once = (text: string, look: number, reading: number) => (look < 2 && reading === 0 ? text : '~');
  expect(clockOf(looksAt(0, once))).toEqual({ why: 'unreadable' });
});

test('minutes misread near the right time: nothing is claimed', () => {
  const misread = (text: string, _: number, reading: number) =>
    reading === 4 ? text : text.replace('13:05', '13:06');
  expect(clockOf(looksAt(0, misread))).toEqual({ why: 'contradictory' });
});

test('day and month that could be exchanged, both far off: nothing is claimed until the order is known', () => {
  // 11 January in truth; 1 November would be nearer.
  const twisted = looksAt(0).map((look) => {
    const shownMs = Math.floor(look.rightMs / 1000) * 1000 - 318 * 86_400_000;
    return { ...look, texts: Array<string>(5).fill(clockText('dmy-dash', shownMs)) };
  });
  expect(clockOf(twisted)).toEqual({ why: 'contradictory' });
  expect(clockOf(twisted, 'dmy')).toHaveProperty('offsetMs');
});
