import type { CameraHealth } from '@vamco/contracts';
import { expect, test } from 'vitest';
import { fitCameras } from './fit-cameras.ts';

const camera = (id: string, state: CameraHealth['state']): CameraHealth => ({
  ...{ id, state, analysed: 123_456_789, skipped: 12_345_678, restarts: 12_345 },
  ...(state === 'down' && { reason: 'unreachable', frameAgeMs: 123_456_789 }),
});

test('what fits is left as it is', () => {
  const cameras = [camera('cam-01', 'up'), camera('cam-02', 'down')];
  expect(fitCameras(cameras)).toEqual(cameras);
});

test('eight cameras in trouble fit, with their states', () => {
  const cameras = Array.from({ length: 8 }, (_, index) => camera(`cam-0${index}`, 'down'));
  const fitted = fitCameras(cameras);
  expect(fitted.map(({ id, state }) => [id, state])).toEqual(cameras.map(({ id, state }) => [id, state]));
  expect(JSON.stringify(fitted).length).toBeLessThanOrEqual(860);
});

test('with the longest names, cameras in trouble are kept before those that are up', () => {
  const cameras = Array.from({ length: 8 }, (_, index) =>
    camera(`${'c'.repeat(30)}-${index}`, index < 4 ? 'up' : 'down'),
  );
  const fitted = fitCameras(cameras);
  expect(fitted.filter(({ state }) => state === 'down')).toHaveLength(4);
  expect(JSON.stringify(fitted).length).toBeLessThanOrEqual(860);
});

test('what is written in pictures gives way before anything else', () => {
  const cameras = Array.from({ length: 6 }, (_, index) => ({
    ...camera(`cam-0${index}`, 'down'),
    burntIn: { offsetMs: -12_345_678, errMs: 667, name: 'as-expected' as const },
  }));
  expect(fitCameras(cameras)).toEqual(cameras.map(({ id }) => camera(id, 'down')));
});
