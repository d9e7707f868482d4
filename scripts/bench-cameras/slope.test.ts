import { expect, test } from 'vitest';
import { medianSlopeOf, slopeOf, steadySlopeOf } from './slope.ts';

const HOUR = 3_600_000;
const samples = (ys: readonly number[], everyMs: number) => ys.map((y, i) => ({ atMs: i * everyMs, y }));

test('a straight line has its own slope and no error', () => {
  const { perHour, error } = slopeOf(samples([100, 101, 102, 103], HOUR / 2));
  expect(perHour).toBeCloseTo(2, 9);
  expect(error).toBeCloseTo(0, 9);
});

test('what wanders is less sure than what jumps as much', () => {
  const jumps = samples(
    Array.from({ length: 120 }, (_, i) => (i % 2 === 0 ? 5 : -5)),
    5_000,
  );
  const wanders = samples(
    Array.from({ length: 120 }, (_, i) => (i % 40 < 20 ? 5 : -5)),
    5_000,
  );
  expect(slopeOf(wanders).error).toBeGreaterThan(3 * slopeOf(jumps).error);
});

test('a leak shows through the wandering, by many standard errors', () => {
  const ys = Array.from({ length: 360 }, (_, i) => 300 + (60 * i) / 720 + 3 * Math.sin(i / 5));
  const { perHour, error } = slopeOf(samples(ys, 5_000));
  expect(Math.abs(perHour - 60)).toBeLessThan(3 * error);
  expect(perHour).toBeGreaterThan(5 * error);
});

test('a step or a peak does not turn the steady slope', () => {
  const flat = Array.from({ length: 180 }, (_, i) => 600 + 2 * Math.sin(i));
  const withPeak = flat.map((y, i) => (i > 150 && i < 165 ? y + 90 : y));
  expect(Math.abs(steadySlopeOf(samples(withPeak, 5_000)).perHour)).toBeLessThan(5);
  expect(slopeOf(samples(withPeak, 5_000)).perHour).toBeGreaterThan(50);
});

test('a leak turns it', () => {
  const ys = Array.from({ length: 180 }, (_, i) => 300 + i / 12 + 3 * Math.sin(i / 5));
  const { perHour, error } = steadySlopeOf(samples(ys, 5_000));
  expect(Math.abs(perHour - 60)).toBeLessThan(6);
  expect(perHour).toBeGreaterThan(5 * error);
});

test('two samples tell no slope', () => {
  const { perHour, error } = medianSlopeOf(samples([300, 301], 60_000));
  expect([perHour, error]).toEqual([NaN, NaN]);
});
