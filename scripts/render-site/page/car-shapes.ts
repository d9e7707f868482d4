import type { ActorModel } from '../world/looks.ts';

/** A side view, from the front (+) to the rear (−): shares of length and of height. */
export type Outline = readonly (readonly [along: number, up: number])[];

export interface CarShape {
  /** From the front bumper over bonnet, belt line and boot to the rear bumper. */
  body: Outline;
  /** Foot of the windscreen, its top, the roof, top of the rear window, its foot. */
  cabin: readonly [Outline[number], Outline[number], Outline[number], Outline[number], Outline[number]];
  /** Places of the pillars between the side windows. */
  pillars: readonly number[];
  /** How much narrower the roof is than the belt line, share of the width. */
  tumblehome: number;
}

const sedan: CarShape = {
  body: [
    ...([
      [0.47, 0.15],
      [0.495, 0.2],
      [0.5, 0.32],
      [0.492, 0.42],
      [0.465, 0.49],
      [0.38, 0.545],
      [0.24, 0.6],
    ] as const),
    ...([
      [0, 0.63],
      [-0.22, 0.655],
      [-0.36, 0.67],
      [-0.465, 0.665],
      [-0.49, 0.62],
      [-0.5, 0.44],
      [-0.495, 0.24],
      [-0.47, 0.16],
    ] as const),
  ],
  cabin: [
    [0.25, 0.59],
    [0.06, 0.96],
    [-0.06, 1],
    [-0.22, 0.965],
    [-0.39, 0.65],
  ],
  pillars: [-0.06],
  tumblehome: 0.26,
};

const hatch: CarShape = {
  body: [
    ...([
      [0.47, 0.15],
      [0.495, 0.22],
      [0.5, 0.34],
      [0.485, 0.45],
      [0.44, 0.53],
      [0.28, 0.6],
    ] as const),
    ...([
      [0, 0.63],
      [-0.3, 0.66],
      [-0.465, 0.68],
      [-0.49, 0.6],
      [-0.5, 0.4],
      [-0.49, 0.2],
      [-0.46, 0.15],
    ] as const),
  ],
  cabin: [
    [0.3, 0.59],
    [0.1, 0.955],
    [-0.04, 1],
    [-0.38, 0.96],
    [-0.475, 0.66],
  ],
  pillars: [-0.05, -0.3],
  tumblehome: 0.24,
};

const suv: CarShape = {
  body: [
    ...([
      [0.47, 0.17],
      [0.495, 0.24],
      [0.5, 0.38],
      [0.49, 0.5],
      [0.45, 0.56],
      [0.26, 0.61],
    ] as const),
    ...([
      [0, 0.63],
      [-0.3, 0.645],
      [-0.47, 0.65],
      [-0.49, 0.58],
      [-0.5, 0.42],
      [-0.495, 0.22],
      [-0.465, 0.17],
    ] as const),
  ],
  cabin: [
    [0.27, 0.6],
    [0.1, 0.95],
    [-0.04, 1],
    [-0.43, 0.975],
    [-0.485, 0.64],
  ],
  pillars: [-0.05, -0.28],
  tumblehome: 0.2,
};

const van: CarShape = {
  body: [
    ...([
      [0.47, 0.12],
      [0.495, 0.2],
      [0.5, 0.3],
      [0.49, 0.38],
      [0.44, 0.46],
    ] as const),
    ...([
      [0.1, 0.5],
      [-0.485, 0.52],
      [-0.497, 0.4],
      [-0.5, 0.2],
      [-0.48, 0.12],
    ] as const),
  ],
  cabin: [
    [0.44, 0.45],
    [0.3, 0.94],
    [0.2, 1],
    [-0.47, 0.99],
    [-0.49, 0.5],
  ],
  pillars: [0.17, -0.1, -0.3],
  tumblehome: 0.12,
};

const pickup: CarShape = {
  body: [
    ...([
      [0.47, 0.2],
      [0.495, 0.28],
      [0.5, 0.42],
      [0.488, 0.52],
      [0.45, 0.58],
      [0.24, 0.62],
    ] as const),
    ...([
      [0, 0.63],
      [-0.2, 0.63],
      [-0.49, 0.63],
      [-0.5, 0.4],
      [-0.49, 0.22],
    ] as const),
  ],
  cabin: [
    [0.25, 0.61],
    [0.1, 0.96],
    [0, 1],
    [-0.13, 0.98],
    [-0.17, 0.62],
  ],
  pillars: [0.0],
  tumblehome: 0.2,
};

const shapes: Partial<Record<ActorModel, CarShape>> = { sedan, hatch, suv, van, pickup, ambulance: van };

/** The shape of a model; what has none of its own looks like a saloon. */
export const carShape = (model: ActorModel): CarShape => shapes[model] ?? sedan;
