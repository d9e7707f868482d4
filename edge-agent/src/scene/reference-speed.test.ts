import { describe, expect, test } from 'vitest';
import { StreetCamera, type Metres } from '../../../tests/support/street.ts';
import type { GroundPoint } from '../track/track.ts';
import { fitGround, isGround, type GroundMap } from './ground.ts';
import { referenceSpeed, type NoSpeed, type Speed } from './reference-speed.ts';

/** Mulberry32: the same numbers on every machine. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
function gaussOf(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
function mapOf(points: number[][], clickError?: number): GroundMap {
  const fitted = fitGround(points, clickError);
  if (!isGround(fitted)) throw new Error(fitted.message);
  return fitted;
}
const isSpeed = (answer: Speed | NoSpeed): answer is Speed => 'kmh' in answer;
const mast = new StreetCamera();
const straight = (kmh: number, fps = 8) =>
  mast.drive({
    way: [
      [2, 10],
      [2, 40],
    ],
    kmh,
    fps,
  }).trajectory;
const map = mapOf(mast.ground().points);

test.each([15, 30, 50, 80])('a vehicle at %i km/h, exactly seen', (kmh) => {
  const speed = referenceSpeed(straight(kmh), map);
  if (!isSpeed(speed)) throw new Error(speed.refused);
  expect(Math.abs(speed.kmh - kmh)).toBeLessThan(0.2 + kmh * 0.02);
  expect(speed.low).toBeLessThanOrEqual(kmh);
  expect(speed.high).toBeGreaterThanOrEqual(kmh);
});

test('frames that are missing make nobody faster', () => {
  const seen = straight(50, 15).filter((_, index) => index % 5 !== 2);
  const speed = referenceSpeed(seen, map);
  expect(isSpeed(speed) && Math.abs(speed.kmh - 50)).toBeLessThan(1.5);
});

describe('no speed where it would mislead', () => {
  test.each<[string, GroundPoint[], NoSpeed['refused']]>([
    ['seen too shortly', straight(40).slice(0, 4), 'too-few-looks'],
    [
      'standing',
      mast.drive({
        way: [
          [2, 20],
          [2, 20.1],
        ],
        kmh: 2,
        stops: { 1: 4 },
      }).trajectory,
      'too-short',
    ],
    [
      'beyond the ground points',
      mast.drive({
        way: [
          [2, 70],
          [2, 110],
        ],
        kmh: 50,
      }).trajectory,
      'unknown-ground',
    ],
  ])('%s', (_, points, refused) => {
    expect(referenceSpeed(points, map)).toEqual({ refused });
  });

  test('ground points clicked too roughly for their distance', () => {
    const far: Metres[] = [28, 34, 40].flatMap((north) => [-2, 2].map((east): Metres => [east, north]));
    const rough = mapOf(mast.ground(far).points, 0.02);
    const passing = mast.drive({
      way: [
        [1, 28],
        [1, 44],
      ],
      kmh: 40,
      fps: 12,
    }).trajectory;
    expect(referenceSpeed(passing, rough)).toEqual({ refused: 'too-inexact' });
  });
});

test('the 95 % interval holds in 93 to 97 of 100 passes', () => {
  const random = randomOf(20261125);
  const gauss = gaussOf(random);
  const between = (from: number, to: number) => from + (to - from) * random();
  let [held, all] = [0, 0];
  while (all < 1000) {
    const camera = new StreetCamera({
      pitch: between(14, 30),
      height: between(5, 10),
      focal: between(0.8, 1.4),
    });
    const click = between(0.0005, 0.002);
    const places = [9, 16, 26].flatMap((north) =>
      [-5, 0, 5].map((east): Metres => [east + between(-1, 1), north + between(-2, 2)]),
    );
    // Clicked with an error in either direction, as large in pixels.
    const points = camera
      .ground(places)
      .points.map(([x = 0, y = 0, e = 0, n = 0]) => [
        x + click * gauss(),
        y + click * (16 / 9) * gauss(),
        e,
        n,
      ]);
    const ground = fitGround(points, click);
    if (!isGround(ground)) continue;
    for (let pass = 0; pass < 4; pass += 1) {
      const kmh = between(20, 70);
      const east = between(-3, 3);
      const clean = camera.drive({
        way: [
          [east, 11],
          [east + between(-1, 1), 27],
        ],
        kmh,
        fps: between(5, 12),
      }).trajectory;
      const tremble = between(0.015, 0.05);
      // The ground point trembles, and wanders over the body from one end of the way to the other.
      const [fromX, toX] = [0.06 * gauss(), 0.06 * gauss()];
      const [fromY, toY] = [0.05 * gauss(), 0.05 * gauss()];
      const seen = clean.map((point, index) => {
        const part = index / (clean.length - 1);
        const x = fromX + (toX - fromX) * part + tremble * gauss();
        const y = fromY + (toY - fromY) * part + tremble * gauss();
        return { ...point, at: [point.at[0] + x * point.width, point.at[1] + y * point.height] as const };
      });
      const speed = referenceSpeed(seen, ground);
      if (!isSpeed(speed)) continue;
      all += 1;
      if (speed.low <= kmh && kmh <= speed.high) held += 1;
    }
  }
  expect(held / all).toBeGreaterThanOrEqual(0.93);
  expect(held / all).toBeLessThanOrEqual(0.97);
});
