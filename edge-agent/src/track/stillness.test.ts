import { expect, test } from 'vitest';
import { Stillness } from './stillness.ts';
import type { GroundPoint, Standing } from './track.ts';

interface Look {
  /** Upper edge, and lower edge of the box. */
  top?: number;
  bottom?: number;
  x?: number;
  hiddenBelow?: boolean;
}

/** Eight looks a second at a parked car, changed from a time on. */
function standingAfter(seconds: number, changed: (t: number) => Look): Standing | undefined {
  const stillness = new Stillness();
  let standing: Standing | undefined;
  for (let frame = 0; frame <= seconds * 8; frame += 1) {
    const t = frame / 8;
    const { top = 0.3, bottom = 0.345, x = 0.44, hiddenBelow = false } = changed(t);
    const point: GroundPoint = { at: [x, bottom], width: 0.033, height: bottom - top, t, frame };
    standing = stillness.see(hiddenBelow ? { ...point, hiddenBelow } : point);
  }
  return standing;
}

test('a parked car whose wheels are hidden by those who pass stands on', () => {
  const standing = standingAfter(20, (t) => (t > 8 ? { bottom: 0.332, hiddenBelow: true } : {}));
  expect(standing?.sinceS).toBe(0);
  expect(standing?.at[1]).toBeCloseTo(0.345, 3);
});

test('a box that ends higher without anybody in front has moved', () => {
  expect(standingAfter(9, (t) => (t > 8 ? { bottom: 0.332 } : {}))).toBeUndefined();
});

test('who drives on behind those who pass stands no longer', () => {
  const goes = (t: number) => ({
    top: 0.3 - 0.01 * (t - 8),
    bottom: 0.332 - 0.01 * (t - 8),
    hiddenBelow: true,
  });
  expect(standingAfter(10, (t) => (t > 8 ? goes(t) : {}))).toBeUndefined();
  const aside = (t: number) => ({ x: 0.44 + 0.01 * (t - 8), bottom: 0.332, hiddenBelow: true });
  expect(standingAfter(10, (t) => (t > 8 ? aside(t) : {}))).toBeUndefined();
});
