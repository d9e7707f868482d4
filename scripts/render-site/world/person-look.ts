import type { Look } from './looks.ts';
import type { Random } from './random.ts';

/** How someone on foot is built and dressed; seen near, from a ceiling. */
export interface PersonShape {
  /** Widths against a usual person: 0.85 slim to 1.25 stout. */
  build: number;
  skin: string;
  hair: 'short' | 'long' | 'bun' | 'thin' | 'cap';
  sleeves: 'short' | 'long';
  trousers: string;
  shoes: string;
  bag: 'none' | 'shoulder' | 'folder';
  /** A blue badge ribbon: works here. */
  staff: boolean;
}

const skins = ['#cfa07a', '#d8b08c', '#bf8e68', '#dcb895', '#b08059'];
const shirts = [
  ...['#33415c', '#e3dfd4', '#8d2f2f', '#46604a', '#22242c', '#c08a3e', '#5f7d99', '#a3586d', '#d6b3a3'],
  ...['#f0eee8', '#6b4f8a', '#2f6f73', '#b5bcc4', '#d9c66b'],
];
const legs = ['#1f2229', '#2b3447', '#3d3a36', '#4d5566', '#1a1a1c', '#6b6354', '#33475f'];
const hairs = ['#15110f', '#1d1612', '#0e0c0b', '#2a2019', '#191412', '#120f0e', '#5a5552'];

/** Someone who comes to the hall. */
export function citizenLook(random: Random): Look {
  const isWoman = random.next() < 0.5;
  return person(random, isWoman, {
    clothes: random.pick(shirts),
    sleeves: random.next() < 0.65 ? 'short' : 'long',
    trousers: random.pick(legs),
    bag: random.pick(['none', 'shoulder', 'folder', 'folder']),
    staff: false,
  });
}

/** Someone who works at a counter: a white or pale blue work shirt, dark trousers, a badge. */
export function staffLook(random: Random): Look {
  const isWoman = random.next() < 0.55;
  return person(random, isWoman, {
    clothes: random.pick(['#eef1f3', '#c9d9e8', '#e6ebee', '#b8cce0']),
    sleeves: random.next() < 0.5 ? 'short' : 'long',
    trousers: random.pick(['#1b1f2b', '#20222a']),
    bag: 'none',
    staff: true,
  });
}

/** Who cleans after hours: a blue overall, a cap. */
export function cleanerLook(random: Random): Look {
  const look = person(random, true, {
    ...{ clothes: '#2f5f8f', sleeves: 'long', trousers: '#2f5f8f', bag: 'none', staff: false },
  });
  return look.person ? { ...look, person: { ...look.person, hair: 'cap' } } : look;
}

/** The same person on a chair. */
export function seated(look: Look): Look {
  return { ...look, model: 'seated', length: 0.85, height: look.height * 0.488 + 0.5 };
}

type Dress = Pick<PersonShape, 'sleeves' | 'trousers' | 'bag' | 'staff'> & { clothes: string };

function person(random: Random, isWoman: boolean, { clothes, ...dress }: Dress): Look {
  const build = random.between(0.88, 1.18);
  const height = isWoman ? random.between(1.5, 1.64) : random.between(1.58, 1.76);
  const hair = isWoman
    ? random.pick(['long', 'long', 'bun'] as const)
    : random.pick(['short', 'short', 'thin'] as const);
  return {
    ...{ model: 'person', class: 'person', length: 0.42, width: 0.5 * build, height },
    ...{ paint: clothes, cargo: false, riders: [{ helmet: false, clothes, hat: random.pick(hairs) }] },
    person: {
      build,
      hair,
      skin: random.pick(skins),
      shoes: random.pick(['#171717', '#3a2c22', '#dcd8d0']),
      ...dress,
    },
  };
}
