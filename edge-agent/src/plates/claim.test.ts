import { expect, test } from 'vitest';
import { calibrate } from './claim.ts';

const measured = { bias: 0.7, posterior: 1, fit: 0, sure: 1.2 };

test('confidence grows with the odds of the text, faster where the reader understates, and is never certain', () => {
  const at = (posterior: number) => calibrate({ posterior, fit: 1 }, measured);
  const confidences = [0, 0.2, 0.5, 0.73, 0.75, 0.85, 0.95, 1].map(at);
  expect(confidences).toEqual([...confidences].sort((a, b) => a - b));
  expect(at(0.5)).toBeCloseTo(0.668, 3); // logistic of the bias alone
  expect(at(0.73)).toBeLessThan(0.85);
  expect(at(0.85)).toBeGreaterThan(0.95);
  expect(at(1)).toBe(0.999);
});
