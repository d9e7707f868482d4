import type { Random } from './random.ts';

export type ActorClass = 'car' | 'motorbike' | 'bus' | 'truck' | 'bicycle' | 'person';
export type ActorModel =
  'sedan' | 'hatch' | 'suv' | 'van' | 'truck' | 'bus' | 'motorbike' | 'bicycle' | 'person';

/** How something looks and how much room it takes; metres. */
export interface Look {
  model: ActorModel;
  class: ActorClass;
  length: number;
  width: number;
  height: number;
  paint: string;
  /** People on a two-wheeler, and their clothes. */
  riders: number;
  clothes: string;
  helmet: string;
}

const paints = [
  '#e9e9e6',
  '#d9dadb',
  '#9aa0a6',
  '#2a2d31',
  '#16181a',
  '#7c1618',
  '#1d3a63',
  '#5a4a36',
  '#b7a98a',
  '#33513f',
];
const bikePaints = ['#1c1d20', '#8a1418', '#20385f', '#c9c9c9', '#3d5a40', '#5b2030'];
const clothes = [
  '#33415c',
  '#7d8597',
  '#8d2f2f',
  '#e0ddd3',
  '#40533c',
  '#20222a',
  '#c08a3e',
  '#546a7b',
  '#a3586d',
];
const helmets = ['#c92a2a', '#f1f3f5', '#1b1c1f', '#1864ab', '#f2c14e', '#5c677d'];

/** Length, width, height and class of each model; two-wheelers include their riders' height. */
const sizes: Record<ActorModel, [number, number, number, ActorClass]> = {
  sedan: [4.5, 1.78, 1.46, 'car'],
  hatch: [3.85, 1.7, 1.5, 'car'],
  suv: [4.6, 1.86, 1.74, 'car'],
  van: [5.1, 1.92, 2.15, 'car'],
  truck: [6.4, 2.15, 2.9, 'truck'],
  bus: [10.6, 2.5, 3.15, 'bus'],
  motorbike: [1.95, 0.75, 1.66, 'motorbike'],
  bicycle: [1.75, 0.6, 1.68, 'bicycle'],
  person: [0.42, 0.56, 1.66, 'person'],
};

export function createLook(model: ActorModel, random: Random): Look {
  const [length, width, height, name] = sizes[model];
  const twoWheels = name === 'motorbike' || name === 'bicycle';
  const riders = !twoWheels ? 0 : name === 'bicycle' ? 1 : random.pick([1, 1, 1, 2, 2, 3]);
  return {
    model,
    class: name,
    length,
    width,
    height,
    paint:
      model === 'bus'
        ? random.pick(['#e8e6df', '#2f6f4f', '#c8a13a', '#9b2a2a'])
        : random.pick(twoWheels ? bikePaints : paints),
    riders,
    clothes: random.pick(clothes),
    helmet: random.pick(helmets),
  };
}
