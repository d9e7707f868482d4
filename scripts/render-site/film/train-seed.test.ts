import { expect, test } from 'vitest';
import { isHall, trainSeed } from './train-seed.ts';

const seeds = Array.from({ length: 64 }, (_, index) => 1000 + index);

test('every fourth seed is the hall, also among those that are held out', () => {
  expect(seeds.filter((one) => isHall(one))).toHaveLength(16);
  expect(seeds.filter((seed) => seed % 8 === 7).filter((one) => isHall(one))).toHaveLength(2);
});

test('the hall has people in view, and pictures enough', () => {
  const shots = [...trainSeed(seeds.find((one) => isHall(one)) ?? 0).shots()];
  expect(shots.length).toBeGreaterThan(6);
  const people = shots.flatMap(({ seen }) => seen.filter(({ visible }) => visible > 0.4));
  expect(people.length).toBeGreaterThan(8);
  expect(new Set(people.map(({ actor }) => actor.look.class))).toEqual(new Set(['person']));
});

// Minutes of traffic are played: more than the usual time on a busy machine.
test('the same seed shows the same riders', { timeout: 60_000 }, () => {
  const seed = seeds.find((one) => !isHall(one)) ?? 0;
  const [once, again] = [0, 1].map(() => [...trainSeed(seed).shots()].map(({ seen }) => seen));
  expect(again).toEqual(once);
});
