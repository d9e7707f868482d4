import { describe, expect, it } from 'vitest';
import { createLighting } from '../world/light.ts';
import { lightAt, streetLamps } from './street-lamps.ts';

const lamps = streetLamps(createLighting('night', 1));
const first = lamps[0]?.position;
const total = (x: number, z: number) => {
  const { from, rest } = lightAt(lamps, x, z);
  return from.length() + rest;
};

describe('street lamps', () => {
  it('are off by day', () => {
    expect(streetLamps(createLighting('day', 1))).toEqual([]);
  });

  it('light a body under them from above', () => {
    const { from, rest } = lightAt(lamps, first?.x ?? NaN, first?.z ?? NaN);
    expect(from.clone().normalize().y).toBeGreaterThan(0.9);
    expect(rest).toBeLessThan(from.length() / 4);
  });

  it('light the middle of the junction from all around', () => {
    const { from, rest } = lightAt(lamps, 0, 0);
    expect(Math.hypot(from.x, from.z)).toBeLessThan(from.y);
    expect(rest).toBeGreaterThan(0);
  });

  it('leave dark what is out of their reach', () => {
    expect(total(0, -88)).toBe(0);
    expect(total(first?.x ?? NaN, first?.z ?? NaN)).toBeGreaterThan(3 * total(0, -75));
  });
});
