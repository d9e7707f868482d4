import { BufferGeometry, Float32BufferAttribute } from 'three';
import { layout, laneMiddle, onArm, streetOf, type Arm } from '../world/junction.ts';
import type { Ground } from '../world/path.ts';

const UP = 0.012;
const ARMS: readonly Arm[] = ['south', 'north', 'east', 'west'];

/** White paint on the road: stop lines, zebras, lane lines and arrows of every arm. */
export function markings(next: () => number): BufferGeometry {
  const corners: number[] = [];
  const quad = (a: Ground, b: Ground, c: Ground, d: Ground) => {
    // Seen from above, whichever way round the corners were named.
    const turns = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    for (const [x, s] of turns > 0 ? [a, b, c, a, c, d] : [a, c, b, a, d, c]) corners.push(x, UP, -s);
  };
  for (const arm of ARMS) {
    const { halfWidth, median, laneEdge } = streetOf(arm);
    const area = (out: readonly [number, number], right: readonly [number, number]) => {
      quad(
        onArm(arm, out[0], right[0]),
        onArm(arm, out[0], right[1]),
        onArm(arm, out[1], right[1]),
        onArm(arm, out[1], right[0]),
      );
    };
    const { zebra, stopLine, reach, solid } = layout;
    area([stopLine, stopLine + 0.4], [median + 0.1, halfWidth - 0.15]);
    for (let right = -halfWidth + 0.5; right < halfWidth - 0.5; right += 0.95) {
      if (next() < 0.94) area([zebra.near, zebra.far], [right, right + 0.48]);
    }
    for (const side of [-1, 1]) {
      const lane = (out: readonly [number, number], at: number) => {
        area(out, [side * at - 0.07, side * at + 0.07]);
      };
      if (side > 0) lane([stopLine + 0.4, solid], laneEdge);
      for (let out = side > 0 ? solid : stopLine; out < reach; out += 5.5) lane([out, out + 2.4], laneEdge);
      lane([stopLine, reach], halfWidth - 0.2);
    }
    if (median === 0) for (const aside of [-0.12, 0.06]) area([stopLine, reach], [aside, aside + 0.1]);
    for (const lane of ['inner', 'outer'] as const) arrow(quad, arm, laneMiddle(arm, lane), stopLine + 6);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(corners, 3));
  geometry.computeVertexNormals();
  return geometry;
}

function arrow(
  quad: (a: Ground, b: Ground, c: Ground, d: Ground) => void,
  arm: Arm,
  right: number,
  out: number,
): void {
  const at = (o: number, r: number) => onArm(arm, out + o, right + r);
  quad(at(0, -0.08), at(0, 0.08), at(2.6, 0.08), at(2.6, -0.08));
  quad(at(-1, 0.01), at(0, 0.35), at(0, -0.35), at(-1, -0.01));
}
