import { describe, expect, it } from 'vitest';
import { createLighting } from '../world/light.ts';
import { lightAt, streetLamps } from './street-lamps.ts';

const lamps = streetLamps(createLighting('night', 1));
const first = lamps[0]?.position;
const total = (x: number, z: number) => {
  const { sides, up } = lightAt(lamps, x, z);
  return Math.hypot(up, ...sides);
};

describe('street lamps', () => {
  it('are off by day', () => {
    expect(streetLamps(createLighting('day', 1))).toEqual([]);
  });

  it('light a body under them from above', () => {
    const { sides, up } = lightAt(lamps, first?.x ?? NaN, first?.z ?? NaN);
    for (const side of sides) expect(side).toBeLessThan(up / 4);
  });

  it('light the middle of the junction from all sides alike', () => {
    const { sides, up } = lightAt(lamps, 0, 0);
    for (const side of sides) expect(side).toBeGreaterThan(up / 4);
    expect(Math.max(...sides)).toBeLessThan(1.5 * Math.min(...sides));
  });

  it('light what is south of them from the north', () => {
    const south = Math.max(...lamps.map(({ position }) => position.z));
    const [, , fromSouth, fromNorth] = lightAt(lamps, 0, south + 10).sides;
    expect(fromSouth).toBe(0);
    expect(fromNorth).toBeGreaterThan(0);
  });

  it('leave dark what is out of their reach', () => {
    expect(total(0, -88)).toBe(0);
    expect(total(first?.x ?? NaN, first?.z ?? NaN)).toBeGreaterThan(3 * total(0, -75));
  });
});
