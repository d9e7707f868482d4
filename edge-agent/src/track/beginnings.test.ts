import { describe, expect, test } from 'vitest';
import type { PixelBox } from '../base/box.ts';
import type { Detection } from '../detect/detection.ts';
import { isSomebodyNew } from './beginnings.ts';

const seen = (name: Detection['class'], box: PixelBox, score = 0.8): Detection => ({
  class: name,
  score,
  box,
});
const bike = seen('motorbike', [100, 100, 40, 60]);

describe('a box begins a track', () => {
  test('when it lies where nobody is', () => {
    expect(isSomebodyNew(bike, [], [])).toBe(true);
    expect(isSomebodyNew(bike, [seen('motorbike', [150, 100, 40, 60])], [])).toBe(true);
  });

  test('when somebody of another kind is before or behind it', () => {
    expect(isSomebodyNew(bike, [seen('car', [90, 90, 60, 80])], [])).toBe(true);
    expect(isSomebodyNew(bike, [], [{ class: 'car', expected: [100, 100, 40, 60] }])).toBe(true);
  });
});

describe('a box begins no track', () => {
  test('when it is a second one on a body that is followed', () => {
    expect(isSomebodyNew(bike, [seen('motorbike', [110, 100, 40, 60])], [])).toBe(false);
  });

  test('when somebody of its kind is expected there, who is badly seen', () => {
    expect(isSomebodyNew(bike, [], [{ class: 'motorbike', expected: [96, 96, 48, 70] }])).toBe(false);
  });
});
