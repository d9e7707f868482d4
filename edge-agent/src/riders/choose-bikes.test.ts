import { expect, test } from 'vitest';
import { chooseBikes, type Bike, type BikeState } from './choose-bikes.ts';

const size = { width: 1920, height: 1080 };
const bike = (id: number, box: Bike['box']): Bike => ({ id, box });
const chosen = (bikes: Bike[], states: [number, Partial<BikeState>][] = [], allowance = 9) =>
  chooseBikes(
    bikes,
    new Map(
      states.map(([id, state]) => [id, { looks: 1, box: [100, 100, 60, 120], isSettled: false, ...state }]),
    ),
    size,
    allowance,
  ).map(({ id }) => id);
const near = bike(1, [100, 100, 60, 120]);

test('far ones, and those that the picture cuts, are not looked at', () => {
  expect(chosen([near])).toEqual([1]);
  expect(chosen([bike(1, [100, 100, 20, 40])])).toEqual([]);
  expect(chosen([bike(1, [0, 100, 60, 120])])).toEqual([]);
  expect(chosen([bike(1, [100, 0, 60, 120])])).toEqual([]);
  expect(chosen([bike(1, [1870, 100, 60, 120])])).toEqual([]);
});

test('one that stands is not looked at again; one that goes on, or grew, is', () => {
  expect(chosen([near], [[1, {}]])).toEqual([]);
  expect(chosen([bike(1, [130, 100, 60, 120])], [[1, {}]])).toEqual([1]);
  expect(chosen([bike(1, [100, 100, 68, 130])], [[1, {}]])).toEqual([1]);
});

test('what is settled, or was looked at often enough, is left alone', () => {
  const moved = bike(1, [300, 100, 60, 120]);
  expect(chosen([moved], [[1, { isSettled: true }]])).toEqual([]);
  expect(chosen([moved], [[1, { looks: 12 }]])).toEqual([]);
});

test('one that is nearly covered by a nearer one is not looked at: whose heads are these?', () => {
  expect(chosen([near, bike(2, [105, 120, 60, 120])])).toEqual([2]);
});

test('a small budget goes to those looked at least, then to the nearest', () => {
  const bikes = [near, bike(2, [500, 100, 60, 140]), bike(3, [900, 100, 60, 160])];
  expect(chosen(bikes, [[3, {}]], 2)).toEqual([2, 1]);
  expect(chosen(bikes, [], 0.9)).toEqual([]);
});
