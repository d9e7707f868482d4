import { expect, test } from 'vitest';
import { areTelling, fitCalibration, reliability, type Outcome } from './calibration.ts';
import { calibrate } from '../../edge-agent/src/plates/claim.ts';

/** So many looks of one posterior, of which this share is right. */
const looks = (posterior: number, count: number, share: number): Outcome[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ decoded: { posterior, fit: 1 }, right: i < count * share, fold: i % 2 === 0 ? 0 : 1 },
  }));

test('what is promised after a fit is what came true', () => {
  const outcomes = [...looks(0.3, 200, 0.1), ...looks(0.7, 200, 0.6), ...looks(0.95, 200, 0.98)];
  const calibration = fitCalibration(outcomes);
  const told = outcomes.map(({ decoded, right }) => ({ promised: calibrate(decoded, calibration), right }));
  expect(reliability(told).ece).toBeLessThan(0.03);
});

test('sixty right ones and none that is wrong say nothing of how sure a reader may be', () => {
  expect(areTelling(looks(0.9, 60, 1))).toBe(false);
  expect(areTelling([])).toBe(false);
  expect(areTelling(looks(0.9, 60, 0.8))).toBe(true);
});
