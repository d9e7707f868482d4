import { layout, onArm, streetOf, type Arm } from './junction.ts';
import { Random } from './random.ts';

/** Something that stands still and may hide others: the block around it, metres. */
export interface Prop {
  kind: 'house' | 'trunk' | 'crown' | 'pole' | 'furniture';
  x: number;
  s: number;
  /** Along x and along s. */
  size: readonly [number, number];
  up: readonly [bottom: number, top: number];
  /** Which way a house looks: heading of its front, radians. */
  heading: number;
}

const ARMS: readonly Arm[] = ['south', 'north', 'east', 'west'];

/** Houses, trees and poles along the four arms; the same seed builds the same town. */
export function createProps(seed: number): Prop[] {
  const random = new Random(seed * 613 + 5);
  return ARMS.flatMap((arm) => [...houses(arm, random), ...trees(arm, random)]);
}

/** Rows of narrow houses behind the pavements; none stands on a corner where the other street's pavement is. */
function houses(arm: Arm, random: Random): Prop[] {
  const { halfWidth } = streetOf(arm);
  const isMain = arm === 'south' || arm === 'north';
  const first = (isMain ? layout.side.halfWidth : layout.main.halfWidth) + layout.pavement + 3;
  return [-1, 1].flatMap((side) => {
    const row: Prop[] = [];
    // The side streets' houses begin behind those of the main street.
    for (let out = isMain ? first : first + 9; out < layout.reach + 10;) {
      const width = random.between(4.2, 6.5);
      const height = random.between(6.5, 13);
      const depth = 9;
      const right = side * (halfWidth + layout.pavement + depth / 2);
      const [x, s] = onArm(arm, out + width / 2, right);
      const [fx, fs] = onArm(arm, out + width / 2, right - side);
      row.push({
        ...{ kind: 'house', x, s, up: [0, height], heading: Math.atan2(fx - x, fs - s) },
        size: isMain ? [depth, width] : [width, depth],
      });
      out += width + 0.15;
    }
    return row;
  });
}

function trees(arm: Arm, random: Random): Prop[] {
  const { halfWidth } = streetOf(arm);
  return [-1, 1].flatMap((side) => {
    const row: Prop[] = [];
    for (let out = random.between(44, 50); out < layout.reach; out += random.between(12, 17)) {
      const [x, s] = onArm(arm, out, side * (halfWidth + 1.3));
      const size = random.between(2.4, 3.4);
      const bottom = random.between(2.6, 3.2);
      row.push({ kind: 'trunk', x, s, size: [0.3, 0.3], up: [0, bottom + 0.5], heading: 0 });
      row.push({ kind: 'crown', x, s, size: [size, size], up: [bottom, bottom + size * 0.8], heading: 0 });
    }
    return row;
  });
}
