import { describe, expect, test } from 'vitest';
import type { PixelBox } from '../base/box.ts';
import type { FoundPlate } from './look.ts';
import { ownPlate } from './own-plate.ts';

const plate = (x: number, y: number, score = 0.9): FoundPlate => ({
  score,
  twoLine: 0,
  corners: [
    [x - 20, y - 5],
    [x + 20, y - 5],
    [x + 20, y + 5],
    [x - 20, y + 5],
  ],
});
const car: PixelBox = [100, 100, 200, 150];

describe('which plate is a vehicle’s own', () => {
  test('the one in its middle, not the neighbour’s at its side', () => {
    const [own, neighbours] = [plate(200, 220, 0.7), plate(295, 220)];
    expect(ownPlate([neighbours, own], car, [[280, 110, 200, 140]])).toBe(own);
  });

  test('none that lies on a vehicle that passes before it', () => {
    const [own, passing] = [plate(190, 225, 0.5), plate(210, 240, 0.99)];
    const motorbike: PixelBox = [200, 150, 60, 130];
    expect(ownPlate([own, passing], car, [motorbike])).toBe(own);
    expect(ownPlate([passing], car, [motorbike])).toBeUndefined();
  });

  test('a vehicle behind it does not claim its plate, nor does a second box on itself', () => {
    const own = plate(200, 220);
    expect(ownPlate([own], car, [[150, 60, 200, 180]])).toBe(own);
    expect(ownPlate([own], car, [[98, 103, 205, 152]])).toBe(own);
  });

  test('who stands just before it takes it only with the part of the box that carries a plate', () => {
    const own = plate(200, 225);
    expect(ownPlate([own], car, [[110, 215, 200, 130]])).toBe(own);
    expect(ownPlate([own], car, [[110, 170, 200, 130]])).toBeUndefined();
  });

  test('a plate that peeps over the top of a box is another’s, whoever that is', () => {
    expect(ownPlate([plate(200, 118)], car, [])).toBeUndefined();
    expect(ownPlate([plate(200, 145)], car, [])).toBeDefined();
  });

  test('a box that reaches over the vehicle ahead does not take that one’s plate', () => {
    const ahead = plate(200, 145);
    const its: PixelBox = [110, 40, 180, 140];
    expect(ownPlate([ahead], car, [its])).toBeUndefined();
    expect(ownPlate([ahead], its, [car])).toBe(ahead);
  });

  test('nothing found, nothing owned', () => {
    expect(ownPlate([], car, [])).toBeUndefined();
  });
});
