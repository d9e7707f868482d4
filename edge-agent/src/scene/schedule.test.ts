import type { Schedule } from '@vamco/contracts';
import { describe, expect, test } from 'vitest';
import { defaultCalendars, loadCalendars } from '../config/load-calendars.ts';
import { isCertified } from './certificate.ts';
import { inForce, neverOpens } from './schedule.ts';

const holidays = loadCalendars(defaultCalendars);
const at = (local: string) => Date.parse(`${local}+07:00`);
const aSchedule = (parts: Partial<Schedule>): Schedule => ({
  windows: [{ from: '06:00', to: '08:00' }],
  holidays: 'as-usual',
  ...parts,
});
const weekdays: Schedule['windows'] = [
  { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '06:00', to: '08:00' },
];
const night: Schedule['windows'] = [{ days: ['fri'], from: '22:00', to: '05:00' }];

describe('a sign holds', () => {
  test.each<[string, Partial<Schedule>, string, boolean]>([
    ['in its hours', {}, '2026-11-25T06:00:00', true],
    ['until they end', {}, '2026-11-25T07:59:59', true],
    ['not when they have ended', {}, '2026-11-25T08:00:00', false],
    ['by Vietnamese time, whatever UTC says', {}, '2026-11-25T06:30:00', true],
    ['on its days', { windows: weekdays }, '2026-11-25T07:00:00', true],
    ['not on others', { windows: weekdays }, '2026-11-28T07:00:00', false],
    ['past midnight, on the day it began', { windows: night }, '2026-11-27T23:00:00', true],
    ['… and the morning after', { windows: night }, '2026-11-28T04:59:00', true],
    ['… not the morning before', { windows: night }, '2026-11-27T04:00:00', false],
    ['from its first day', { validFrom: '2026-11-25' }, '2026-11-25T07:00:00', true],
    ['not before', { validFrom: '2026-11-26' }, '2026-11-25T07:00:00', false],
    ['to its last day, included', { validTo: '2026-11-25' }, '2026-11-25T07:00:00', true],
    ['not after', { validTo: '2026-11-24' }, '2026-11-25T07:00:00', false],
    ['not on Culture Day where holidays are free', { holidays: 'never' }, '2026-11-24T07:00:00', false],
    ['… but the day after', { holidays: 'never' }, '2026-11-25T07:00:00', true],
    ['not on an expected day in lieu either', { holidays: 'never' }, '2026-01-02T07:00:00', false],
    ['on holidays alone', { holidays: 'only' }, '2026-09-02T07:00:00', true],
    ['… of which it must be sure', { holidays: 'only' }, '2026-01-02T07:00:00', false],
  ])('%s', (_, parts, local, expected) => {
    expect(inForce(aSchedule(parts), at(local), holidays)).toBe(expected);
  });
});

test.each<[string, Partial<Schedule>, RegExp | undefined]>([
  ['a usual one', {}, undefined],
  ['no length', { windows: [{ from: '06:00', to: '06:00' }] }, /no length/],
  ['over before it begins', { validFrom: '2026-05-02', validTo: '2026-05-01' }, /before it begins/],
  [
    'Mondays between a Tuesday and a Friday',
    {
      windows: [{ days: ['mon'], from: '06:00', to: '08:00' }],
      validFrom: '2026-11-24',
      validTo: '2026-11-27',
    },
    /none of its days/,
  ],
  ['a day that does not exist', { validFrom: '2026-02-30' }, /no day of the calendar/],
])('a schedule that never opens is told: %s', (_, parts, message) => {
  const problem = neverOpens(aSchedule(parts));
  if (message) expect(problem).toMatch(message);
  else expect(problem).toBeUndefined();
});

test.each([
  ['2026-11-25T23:59:00', true],
  ['2026-11-26T00:01:00', false],
  ['2025-12-31T12:00:00', false],
])('a certificate for 2026 until 25 November at %s', (local, expected) => {
  const certificate = { id: 'KĐ-0001', validFrom: '2026-01-01', validTo: '2026-11-25' };
  expect(isCertified(certificate, at(local))).toBe(expected);
});
