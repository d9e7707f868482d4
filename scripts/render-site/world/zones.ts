import { armArea, layout } from './junction.ts';
import type { Ground } from './path.ts';
import type { ActorClass } from './looks.ts';

/** A part of the ground that a rule is about: what truth and scene both come from. */
export interface GroundZone {
  id: string;
  kind: 'lane' | 'road' | 'sidewalk' | 'prohibited-road' | 'no-stopping' | 'no-parking' | 'speed';
  polygon: Ground[];
  /** Heading of the traffic, radians. */
  heading?: number;
  classes?: ActorClass[];
  limitKmh?: number;
}

const { main, side, stopLine, zebra, pavement, noStopping, noParking } = layout;
const before = stopLine + 0.6;

/** Who stands so long has stopped, or parked, s. A real parking takes minutes; a clip lasts one. */
export const standsS = { 'no-stopping': 20, 'no-parking': 25 } as const;

export const twoWheelers: ActorClass[] = ['motorbike', 'bicycle'];

/** The zones that the camera of the south arm watches. */
export const zones: readonly GroundZone[] = [
  {
    ...{ id: 'lane-inner', kind: 'lane', heading: 0 },
    polygon: armArea('south', [before, 60], [main.median, main.laneEdge]),
  },
  {
    ...{ id: 'lane-outer', kind: 'lane', heading: 0, classes: twoWheelers },
    polygon: armArea('south', [before, 60], [main.laneEdge, main.halfWidth]),
  },
  {
    ...{ id: 'pavement', kind: 'sidewalk', classes: ['motorbike', 'bicycle', 'car', 'truck', 'bus'] },
    polygon: armArea('south', [zebra.far + 1, 60], [main.halfWidth + 0.4, main.halfWidth + pavement - 0.6]),
  },
  {
    ...{ id: 'east-closed', kind: 'prohibited-road', classes: ['truck'] },
    polygon: armArea('east', [zebra.near, 40], [-layout.side.halfWidth, -0.2]),
  },
  {
    ...{ id: 'kerb', kind: 'no-stopping', classes: ['car', 'truck', 'bus'] },
    polygon: armArea('north', [noStopping.from, noStopping.to], [-main.halfWidth - 0.1, -main.laneEdge]),
  },
  {
    ...{ id: 'kerb-out', kind: 'no-parking', classes: ['car', 'truck', 'bus'] },
    polygon: armArea('south', [noParking.from, noParking.to], [-main.halfWidth - 0.1, -main.laneEdge]),
  },
  {
    ...{ id: 'approach', kind: 'speed', limitKmh: 50 },
    polygon: armArea('south', [before, 60], [main.median, main.halfWidth]),
  },
];

const half = { main: main.halfWidth, side: side.halfWidth };
const end = 60;

/** Both streets with the junction: who rides there is looked at, whichever way. */
export const roads: readonly GroundZone[] = [
  {
    ...{ id: 'road-main', kind: 'road' },
    polygon: [
      [-half.main, -end],
      [half.main, -end],
      [half.main, end],
      [-half.main, end],
    ],
  },
  {
    ...{ id: 'road-side', kind: 'road' },
    polygon: [
      [-end, -half.side],
      [end, -half.side],
      [end, half.side],
      [-end, half.side],
    ],
  },
];

/** The stop line of the south arm, from the median to the kerb. */
export const stopLineEnds: readonly [Ground, Ground] = [
  [main.median, -stopLine],
  [main.halfWidth, -stopLine],
];
/** Passages are counted here, in both directions. */
export const countLineEnds: readonly [Ground, Ground] = [
  [-main.halfWidth, -layout.countLine],
  [main.halfWidth, -layout.countLine],
];
/** The solid line between the two lanes before the stop line. */
export const solidLineEnds: readonly [Ground, Ground] = [
  [main.laneEdge, -layout.solid],
  [main.laneEdge, -stopLine],
];
