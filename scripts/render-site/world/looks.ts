import type { PersonShape } from './person-look.ts';
import type { Plate } from './plates.ts';
import type { Random } from './random.ts';
import type { Wear } from './wear.ts';

export type ActorClass = 'car' | 'motorbike' | 'bus' | 'truck' | 'bicycle' | 'person';
export type ActorModel =
  | 'sedan'
  | 'hatch'
  | 'suv'
  | 'van'
  | 'ambulance'
  | 'pickup'
  | 'truck'
  | 'bus'
  | 'motorbike'
  | 'bicycle'
  | 'pushed-motorbike'
  | 'person'
  | 'officer'
  | 'seated';

export interface Rider {
  helmet: boolean;
  clothes: string;
  hat: string;
  /** Who has none is of usual size and dress. */
  wear?: Wear;
}

/** How something looks and how much room it takes; metres. */
export interface Look {
  model: ActorModel;
  class: ActorClass;
  length: number;
  width: number;
  height: number;
  paint: string;
  /** People on a two-wheeler from front to back, or the one person that this is. */
  riders: Rider[];
  /** Boxes or bags behind the riders. */
  cargo: boolean;
  plate?: Plate;
  /** How someone on foot is built and dressed; who has none looks usual. */
  person?: PersonShape;
}

const paints = [
  '#e9e9e6',
  '#d9dadb',
  '#9aa0a6',
  '#4a4e54',
  '#24272b',
  '#7c1618',
  '#1d3a63',
  '#5a4a36',
  '#b7a98a',
  '#33513f',
];
const bikePaints = ['#1c1d20', '#8a1418', '#20385f', '#c9c9c9', '#3d5a40', '#5b2030', '#2b6c8a', '#b98a2c'];
const cloths = [
  '#33415c',
  '#7d8597',
  '#8d2f2f',
  '#e0ddd3',
  '#40533c',
  '#20222a',
  '#c08a3e',
  '#546a7b',
  '#a3586d',
  '#d8b4a0',
  '#5f7f52',
];
const helmets = ['#c92a2a', '#f1f3f5', '#1b1c1f', '#1864ab', '#f2c14e', '#5c677d', '#d6336c', '#37b24d'];
const hair = ['#15110f', '#241a14', '#0e0c0b'];

/** Length, width, height and class of each model; two-wheelers include their riders' height. */
const sizes: Record<ActorModel, [number, number, number, ActorClass]> = {
  sedan: [4.5, 1.78, 1.46, 'car'],
  hatch: [3.85, 1.7, 1.5, 'car'],
  suv: [4.6, 1.86, 1.74, 'car'],
  van: [5.1, 1.92, 2.15, 'car'],
  ambulance: [5.4, 1.96, 2.5, 'car'],
  pickup: [5.2, 1.86, 1.78, 'truck'],
  truck: [6.4, 2.15, 2.9, 'truck'],
  bus: [10.6, 2.5, 3.15, 'bus'],
  motorbike: [1.95, 0.75, 1.66, 'motorbike'],
  bicycle: [1.75, 0.6, 1.68, 'bicycle'],
  'pushed-motorbike': [1.95, 1.15, 1.66, 'motorbike'],
  person: [0.42, 0.56, 1.66, 'person'],
  officer: [0.5, 0.7, 1.74, 'person'],
  seated: [0.8, 0.56, 1.32, 'person'],
};

export const isTwoWheeled = ({ class: name }: Pick<Look, 'class'>) =>
  name === 'motorbike' || name === 'bicycle';

export interface LookWish {
  riders?: number;
  /** Chance that one rider has no helmet. */
  bareHead?: number;
  plate?: Plate;
}

export function createLook(model: ActorModel, random: Random, wish: LookWish = {}): Look {
  const [length, width, height, name] = sizes[model];
  const count =
    wish.riders ??
    (model === 'motorbike'
      ? random.pick([1, 1, 1, 1, 2, 2])
      : isTwoWheeled({ class: name }) || name === 'person'
        ? 1
        : 0);
  const bareHead = model === 'motorbike' ? (wish.bareHead ?? 0) : 1;
  const riders = Array.from({ length: count }, () => {
    const helmet = random.next() >= bareHead;
    return { helmet, clothes: random.pick(cloths), hat: random.pick(helmet ? helmets : hair) };
  });
  return {
    ...{ model, class: name, length, height, riders },
    // Three or four sit closer, but take more room behind.
    width: width + (count > 2 ? 0.05 : 0),
    paint: paintOf(model, random),
    cargo: model === 'motorbike' && random.next() < 0.18,
    ...(wish.plate && { plate: wish.plate }),
  };
}

function paintOf(model: ActorModel, random: Random): string {
  if (model === 'bus') return random.pick(['#e8e6df', '#2f6f4f', '#c8a13a', '#9b2a2a', '#3c6fa8']);
  if (model === 'truck') return random.pick(['#2f5f9e', '#b3322a', '#e3e3df', '#3f7d4d', '#c79a2b']);
  if (model === 'ambulance') return '#f2f2ef';
  return random.pick(
    model === 'motorbike' || model === 'bicycle' || model === 'pushed-motorbike' ? bikePaints : paints,
  );
}
