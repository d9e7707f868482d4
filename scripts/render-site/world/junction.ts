import { curve, Path, type Ground } from './path.ts';

export type Arm = 'south' | 'east' | 'north' | 'west';
export type Movement = 'straight' | 'left' | 'right' | 'u-turn';

/**
 * A signalled junction of a main street (south–north) and a side street. Right-hand traffic. Every arm has an inner
 * lane for all vehicles and an outer one, which on the main street is kept for two-wheelers. Metres.
 */
export const layout = {
  main: { halfWidth: 7.6, median: 0.45, laneEdge: 4.05 },
  side: { halfWidth: 6.2, median: 0, laneEdge: 3.3 },
  corner: 5,
  pavement: 4.6,
  reach: 110,
  /** From the middle of the junction to the front of the zebra and to the stop line. */
  zebra: { near: 10.2, far: 13.2 },
  stopLine: 14.6,
  /** Solid lines between lanes reach this far before the stop line. */
  solid: 32,
  /** Beyond the junction on the north arm stopping is forbidden from here to there. */
  noStopping: { from: 17, to: 46 },
  /** On the way out to the south parking is. */
  noParking: { from: 16, to: 34 },
  countLine: 24,
} as const;

const arms: Record<Arm, { out: Ground; street: 'main' | 'side' }> = {
  south: { out: [0, -1], street: 'main' },
  east: { out: [1, 0], street: 'side' },
  north: { out: [0, 1], street: 'main' },
  west: { out: [-1, 0], street: 'side' },
};

export const opposite: Record<Arm, Arm> = { south: 'north', north: 'south', east: 'west', west: 'east' };
const rightOf: Record<Arm, Arm> = { south: 'east', east: 'north', north: 'west', west: 'south' };

/** Where a movement from an arm leads. */
export function exitOf(arm: Arm, movement: Movement): Arm {
  if (movement === 'u-turn') return arm;
  if (movement === 'straight') return opposite[arm];
  return movement === 'right' ? rightOf[arm] : opposite[rightOf[arm]];
}

export const streetOf = (arm: Arm) => layout[arms[arm].street];

/** A ground place from an arm's point of view: `out` metres from the middle, `right` metres right of who comes in. */
export function onArm(arm: Arm, out: number, right: number): Ground {
  const [ox, os] = arms[arm].out;
  // Who comes in looks against `out`; its right hand is `out` turned a quarter to the left.
  return [ox * out - os * right, os * out + ox * right];
}

/** One way through the junction. */
export interface Way {
  arm: Arm;
  movement: Movement;
  exit: Arm;
  path: Path;
  /** Along the path: the stop line, the place to wait for oncoming traffic, the end of the curve. */
  stopAt: number;
  holdAt: number;
  curveEnd: number;
  /** How far one may be pushed aside before the junction and beyond it, metres left (−) and right (+) of the path. */
  room: readonly [number, number];
  roomBeyond: readonly [number, number];
}

/** Half of a lane's middle: `inner` is next to the middle line. */
export function laneMiddle(arm: Arm, lane: 'inner' | 'outer'): number {
  const { halfWidth, median, laneEdge } = streetOf(arm);
  return lane === 'inner' ? (median + laneEdge) / 2 : (laneEdge + halfWidth) / 2;
}

export function createWay(arm: Arm, movement: Movement, lane: 'inner' | 'outer'): Way {
  const exit = exitOf(arm, movement);
  const into = movement === 'right' ? 'outer' : movement === 'straight' ? lane : 'inner';
  const [inAt, outAt] = [laneMiddle(arm, lane), -laneMiddle(exit, into)];
  const box = movement === 'u-turn' ? layout.zebra.near - 1 : layout.zebra.near;
  const [start, enter] = [onArm(arm, layout.reach, inAt), onArm(arm, box, inAt)];
  const [leave, end] = [onArm(exit, box, outAt), onArm(exit, layout.reach, outAt)];
  const inward: Ground = [-arms[arm].out[0], -arms[arm].out[1]];
  const bend = curve(enter, inward, leave, arms[exit].out);
  const path = new Path([start, enter, ...bend, end]);
  const enterAt = layout.reach - box;
  const curveEnd = path.length - (layout.reach - box);
  return {
    ...{ arm, movement, exit, path, curveEnd },
    stopAt: layout.reach - layout.stopLine,
    holdAt: enterAt + (curveEnd - enterAt) * 0.38,
    room: roomOf(arm, inAt),
    roomBeyond: roomOf(exit, -outAt),
  };
}

/** What the carriageway leaves to both sides of who is `right` metres right of its middle line. */
function roomOf(arm: Arm, right: number): readonly [number, number] {
  const { halfWidth, median } = streetOf(arm);
  return [median + 0.3 - right, halfWidth - 0.3 - right];
}

/** A rectangle of an arm, as a polygon: `out` from–to, `right` from–to. */
export function armArea(
  arm: Arm,
  out: readonly [number, number],
  right: readonly [number, number],
): Ground[] {
  return [
    onArm(arm, out[0], right[0]),
    onArm(arm, out[0], right[1]),
    onArm(arm, out[1], right[1]),
    onArm(arm, out[1], right[0]),
  ];
}

/** How high the pavements are, metres. */
export const KERB_M = 0.13;

/** The height of the ground: pavements begin where both streets end. */
export function heightAt(x: number, s: number): number {
  return Math.abs(x) > layout.main.halfWidth && Math.abs(s) > layout.side.halfWidth ? KERB_M : 0;
}
