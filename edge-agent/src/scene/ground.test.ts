import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StreetCamera, type Metres } from '../../../tests/support/street.ts';
import { fitGround, isGround } from './ground.ts';
import { apply, fitHomography, inverse } from './homography.ts';

const camera = fc
  .record({
    pitch: fc.double({ min: 8, max: 50, noNaN: true }),
    height: fc.double({ min: 4, max: 15, noNaN: true }),
    focal: fc.double({ min: 0.6, max: 2, noNaN: true }),
  })
  .map((parts) => new StreetCamera(parts));
const place = fc.tuple(
  fc.double({ min: -8, max: 8, noNaN: true }),
  fc.double({ min: 8, max: 60, noNaN: true }),
);
const corners: Metres[] = [
  [-6, 8],
  [6, 8],
  [-6, 40],
  [6, 40],
];

describe('the map from the picture to the road', () => {
  test('four exact points give back every other place', () => {
    fc.assert(
      fc.property(camera, place, (mast, at) => {
        const { map } = fitHomography(corners.map((corner) => [mast.see(corner), corner]));
        const [east, north] = apply(map, mast.see(at));
        expect(Math.hypot(east - at[0], north - at[1])).toBeLessThan(1e-5);
      }),
    );
  });

  test('there and back is where one was', () => {
    fc.assert(
      fc.property(camera, place, (mast, at) => {
        const { map } = fitHomography(corners.map((corner) => [mast.see(corner), corner]));
        const [x, y] = apply(inverse(map), apply(map, mast.see(at)));
        expect(Math.hypot(x - mast.see(at)[0], y - mast.see(at)[1])).toBeLessThan(1e-8);
      }),
    );
  });

  test('more points than four even their errors out', () => {
    const mast = new StreetCamera();
    const wobble = [3, -2, 1, -3, 2, -1, 3, -3, 1, -2, 2, -1];
    const { points } = mast.ground();
    const clicked = points.map(([x = 0, y = 0, e = 0, n = 0], i) => [x + (wobble[i] ?? 0) / 3000, y, e, n]);
    const fitted = fitGround(clicked);
    if (!isGround(fitted)) throw new Error(fitted.message);
    const [east, north] = fitted.toMetres(mast.see([2, 20]));
    expect(Math.hypot(east - 2, north - 20)).toBeLessThan(0.1);
  });
});

describe('ground points that cannot be right are refused, the guilty one named', () => {
  const mast = new StreetCamera();
  const good = mast.ground().points;
  const say = (points: number[][]) => {
    const fitted = fitGround(points);
    return isGround(fitted) ? undefined : fitted;
  };

  test.each<[string, number[][], { message: RegExp; index?: number }]>([
    ['three points', good.slice(0, 3), { message: /needs four/ }],
    [
      'all on one line',
      mast.ground([
        [0, 8],
        [0, 15],
        [0, 25],
        [0, 40],
      ]).points,
      { message: /one line/ },
    ],
    [
      'three of four on one line',
      mast.ground([
        [-4, 10],
        [0, 10],
        [4, 10],
        [0, 30],
      ]).points,
      { message: /one line/ },
    ],
    [
      'east and north swapped',
      good.map(([x = 0, y = 0, e = 0, n = 0]) => [x, y, n, e]),
      { message: /mirrored/ },
    ],
    [
      'one point measured wrongly',
      good.map((point, i) => (i === 4 ? [point[0] ?? 0, point[1] ?? 0, 3, 18] : point)),
      { message: /does not fit/, index: 4 },
    ],
    [
      'a number that is none',
      good.map((point, i) => (i === 0 ? [NaN, 0, 0, 0] : point)),
      { message: /four numbers/ },
    ],
  ])('%s', (_, points, expected) => {
    const problem = say(points);
    expect(problem?.message).toMatch(expected.message);
    if (expected.index !== undefined) expect(problem?.index).toBe(expected.index);
  });

  test('good ones are not', () => {
    expect(say(good)).toBeUndefined();
  });

  test('places far from the points, where the map is a guess, are out of its reach', () => {
    const near = fitGround(mast.ground(corners.map(([e, n]): Metres => [e / 3, 8 + (n - 8) / 6])).points);
    if (!isGround(near)) throw new Error(near.message);
    expect(near.reaches(mast.see([0, 10]))).toBe(true);
    expect(near.reaches(mast.see([0, 90]))).toBe(false);
    expect(near.reaches([0.5, -0.1])).toBe(false);
  });
});
