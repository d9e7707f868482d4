import { MAX_EVENT_BYTES, problemsOf, ViolationDetectedV1 } from '@vamco/contracts';
import { expect, test } from 'vitest';
import { aTrack } from '../../../tests/support/builders.ts';
import type { Riders } from '../rules/riders.ts';
import { violationData } from './violation-data.ts';

const name = (letter: string) => letter.repeat(32);
const media = { sha256: 'a'.repeat(64), bytes: 61_440 };
const still = (role: 'before' | 'at' | 'after') => ({
  role,
  atMs: -12_345,
  box: [0.1234, 0.2345, 0.1234, 0.2345],
  media,
});

const head = { helmet: 'unknown' as const, confidence: 0.87654 };
const riders: Riders = {
  ...{
    looks: 12,
    counts: [0.01, 0.02, 0.02, 0.95],
    bare: [0.9, 0.1, 0.5, 0.5],
    heads: [head, head, head, head],
  },
  ...{ firstS: 1, clearestS: 2, marks: [] },
};

test.each([
  ['without riders', {}],
  ['with a full motorbike', { riders }],
] as const)(
  'a violation fits into one event with the longest names that a site file may hold: %s',
  (_, more) => {
    const data = violationData({
      hit: {
        ...{ rule: 'red-light', version: 1, zone: name('z'), beganS: 1, atS: 2 },
        track: { ...aTrack({ from: [0, 0], to: [1, 1], class: 'motorbike' }), id: 123_456, score: 0.9876 },
        signal: { id: name('s'), state: 'red', sinceS: -97.5 },
        ...more,
      },
      site: {
        id: name('i'),
        name: 'Ngã tư Cách Mạng Tháng Tám – Ba Mươi Tháng Tư, phường Tân Ninh, Tây Ninh',
        location: { lat: 11.309912345678, lon: 106.098321234567 },
      },
      ...{ camera: name('c'), run: '0a1b2c3d', began: '2026-11-24T12:00:00.000Z' },
      stills: [still('before'), still('at'), still('after')],
      ...{ overlay: media, model: 'road-user-detector-small 0.3.0 3e53ce7a', manifest: 'f'.repeat(64) },
    });
    const event = {
      ...{ schema: 'violation.detected.v1', id: '019313a0-7e5c-7b5a-8c1d-0123456789ab', box: name('b') },
      ...{ epoch: '0a1b2c3d4e5f6071', seq: 12_345_678, prev: 'b'.repeat(64), sig: `${'A'.repeat(86)}==` },
      time: {
        utc: '2026-11-24T12:00:00.000Z',
        errMs: 1234,
        source: 'unsynced',
        bootId: '0a1b2c3d',
        monoMs: 1_234_567_890,
      },
      data,
    };
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    expect(problemsOf(ViolationDetectedV1, event)).toEqual([]);
    expect(data.place.name).toMatch(/^Ngã tư Cách.*…$/);
  },
);

test('the riders of a case: how many, who wears a helmet, how sure', () => {
  const data = violationData({
    hit: {
      ...{ rule: 'three-passengers', version: 1, zone: 'lane', beganS: 1, atS: 2, riders },
      track: aTrack({ from: [0, 0], to: [1, 1], class: 'motorbike' }),
      also: [{ rule: 'no-helmet-driver', zone: 'lane' }],
    },
    site: { id: 'site-01', name: 'Ngã tư' },
    ...{ camera: 'cam-01', run: '0a1b2c3d', began: '2026-11-24T12:00:00.000Z', stills: [] },
    ...{ overlay: undefined, model: 'none', manifest: undefined },
  });
  expect(data.riders).toEqual({
    ...{ count: 4, confidence: 0.95, looks: 12 },
    heads: Array.from({ length: 4 }, () => ({ helmet: 'unknown', confidence: 0.88 })),
  });
});
