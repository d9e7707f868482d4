import { describe, expect, test } from 'vitest';
import { TokenBucket } from '../base/token-bucket.ts';
import { chooseLooks, type LookState, type Vehicle } from './choose-looks.ts';

const car = (id: number, width: number): Vehicle => ({ id, class: 'car', box: [0, 0, width, width] });
const seen = (looks: number, width: number, confidence = 0.5, found = looks): LookState => ({
  looks,
  found,
  area: width * width,
  confidence,
});
const ids = (vehicles: Vehicle[]) => vehicles.map(({ id }) => id);

describe('which plates are looked at', () => {
  test('far vehicles and those without plates are not', () => {
    expect(
      ids(chooseLooks([car(1, 60), car(2, 300), { ...car(3, 300), class: 'bicycle' }], new Map(), 9)),
    ).toEqual([2]);
  });

  test('those never looked at come first, then the larger ones', () => {
    const states = new Map([[1, seen(1, 100)]]);
    expect(ids(chooseLooks([car(1, 400), car(2, 150), car(3, 200)], states, 9))).toEqual([3, 2, 1]);
  });

  test('a vehicle that stands still is not read again and again, one that comes nearer is', () => {
    const states = new Map([
      [1, seen(1, 200)],
      [2, seen(1, 200)],
    ]);
    expect(ids(chooseLooks([car(1, 201), car(2, 240)], states, 9))).toEqual([2]);
  });

  test('a plate that is sure waits for the others, and needs no more looks once it is settled', () => {
    const states = new Map([
      [1, seen(3, 200, 0.99)],
      [2, seen(4, 200)],
    ]);
    expect(ids(chooseLooks([car(1, 400), car(2, 300)], states, 9))).toEqual([2, 1]);
    expect(chooseLooks([car(1, 400)], new Map([[1, seen(5, 200, 0.99)]]), 9)).toEqual([]);
    expect(chooseLooks([car(1, 400)], new Map([[1, seen(12, 200, 0.2)]]), 9)).toEqual([]);
  });

  test('a vehicle that waited with its plate hidden is looked at when it drives on', () => {
    expect(ids(chooseLooks([car(1, 400)], new Map([[1, seen(20, 200, 0, 0)]]), 9))).toEqual([1]);
    expect(chooseLooks([car(1, 400)], new Map([[1, seen(36, 200, 0, 0)]]), 9)).toEqual([]);
  });

  test('a busy box looks at fewer, never at none of its turn', () => {
    const now = { ms: 0 };
    const bucket = new TokenBucket(4, () => now.ms);
    const many = Array.from({ length: 9 }, (_, i) => car(i, 200 + i));
    expect(chooseLooks(many, new Map(), bucket.available())).toHaveLength(4);
    bucket.take(4);
    expect(chooseLooks(many, new Map(), bucket.available())).toHaveLength(0);
    now.ms = 500;
    expect(chooseLooks(many, new Map(), bucket.available())).toHaveLength(2);
  });
});
