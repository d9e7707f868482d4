import { describe, expect, test } from 'vitest';
import type { Detection } from '../detect/detection.ts';
import { Tracker } from './tracker.ts';

const size = { width: 1000, height: 600 };
const car = (x: number, y = 300, score = 0.9): Detection => ({ class: 'car', score, box: [x, y, 100, 60] });

/** Feeds frames at `fps`; undefined is a frame that never came. */
function follow(tracker: Tracker, frames: (Detection[] | undefined)[], fps = 5): number[][] {
  return frames.flatMap((detections, index) => {
    if (detections === undefined) return [];
    const { active } = tracker.update(detections, size, index / fps, index + 1);
    return [active.map(({ id }) => id)];
  });
}

describe('a vehicle keeps its number', () => {
  test('while it drives by', () => {
    const ids = follow(
      new Tracker(),
      Array.from({ length: 12 }, (_, i) => [car(i * 60)]),
    );
    expect(ids.slice(2)).toEqual(Array.from({ length: 10 }, () => [1]));
  });

  test('when it drives 60 km/h past a near camera, seen from the side: long and low', () => {
    const frames = Array.from({ length: 10 }, (_, i): Detection[] => [
      { class: 'car', score: 0.75, box: [860 - i * 55, 2, 120, 30] },
    ]);
    expect(follow(new Tracker(), frames, 8).slice(2)).toEqual(Array.from({ length: 8 }, () => [1]));
  });

  test('when it is hidden for one and a half seconds', () => {
    const frames = Array.from({ length: 20 }, (_, i) => (i > 7 && i < 15 ? [] : [car(i * 40)]));
    expect(follow(new Tracker(), frames).at(-1)).toEqual([1]);
  });

  test('when frames are dropped: a longer step is no slower vehicle', () => {
    const frames = Array.from({ length: 16 }, (_, i) => (i > 5 && i % 3 !== 0 ? undefined : [car(i * 40)]));
    expect(follow(new Tracker(), frames).at(-1)).toEqual([1]);
  });

  test('when it is hardly seen for a while', () => {
    const frames = Array.from({ length: 12 }, (_, i) => [car(i * 40, 300, i > 4 && i < 9 ? 0.32 : 0.9)]);
    expect(follow(new Tracker(), frames).slice(2)).toEqual(Array.from({ length: 10 }, () => [1]));
  });

  test('when another comes the other way', () => {
    const frames = Array.from({ length: 20 }, (_, i) => [car(i * 45, 300), car(900 - i * 45, 360)]);
    const tracker = new Tracker();
    follow(tracker, frames);
    const ended = tracker.end();
    expect(ended).toHaveLength(2);
    const way = ended.map(({ trajectory }) => (trajectory.at(-1)?.at[0] ?? 0) - (trajectory[0]?.at[0] ?? 0));
    expect(way[0]).toBeGreaterThan(0.7);
    expect(way[1]).toBeLessThan(-0.7);
  });
});

describe('somebody of whom the detector is not sure', () => {
  const queue = (i: number, cars: number) =>
    Array.from({ length: cars }, (_, lane) => car(20 + i * 30, 20 + lane * 70));
  const doubtful = (score: number) => ({ ...car(700, 520), class: 'motorbike' as const, score });
  const idsAmong = (cars: number, score: number) =>
    follow(
      new Tracker(),
      Array.from({ length: 12 }, (_, i) => [...queue(i, cars), ...(i > 3 ? [doubtful(score)] : [])]),
    ).at(-1);

  test('is followed on an empty street, not among many', () => {
    expect(idsAmong(2, 0.55)).toHaveLength(3);
    expect(idsAmong(7, 0.55)).toHaveLength(7);
    expect(idsAmong(7, 0.7)).toHaveLength(8);
  });

  test('is followed nowhere when the box is faint', () => {
    expect(idsAmong(0, 0.45)).toEqual([]);
  });
});

test('a flash of noise never becomes a track', () => {
  const frames = Array.from({ length: 10 }, (_, i) => (i % 4 === 0 ? [car(700, 100)] : []));
  expect(follow(new Tracker(), frames).flat()).toEqual([]);
});

test('a vehicle called truck once and car often is a car', () => {
  const tracker = new Tracker();
  follow(
    tracker,
    Array.from({ length: 8 }, (_, i) => [
      { ...car(i * 30), class: i === 3 ? ('truck' as const) : ('car' as const) },
    ]),
  );
  expect(tracker.end().map((track) => track.class)).toEqual(['car']);
});

test('a track ends three seconds after its vehicle left', () => {
  const tracker = new Tracker();
  follow(
    tracker,
    Array.from({ length: 6 }, (_, i) => [car(i * 30)]),
  );
  expect(tracker.update([], size, 3.9, 20).ended).toEqual([]);
  expect(tracker.update([], size, 4.1, 21).ended).toMatchObject([{ id: 1, state: 'ended' }]);
});
