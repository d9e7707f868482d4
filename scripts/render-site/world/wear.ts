import type { ActorState } from './actor.ts';
import type { Rider } from './looks.ts';
import { citizenLook } from './person-look.ts';
import { Random } from './random.ts';

export type HelmetKind = 'half-shell' | 'three-quarter' | 'full-face';
export type BareKind = 'none' | 'cap' | 'conical-hat' | 'hood';

/** What a rider is like beside colours of clothes and hat. */
export interface Wear {
  top: HelmetKind | BareKind;
  /** Of a helmet. */
  isGlossy: boolean;
  stripe?: string;
  visor: 'none' | 'clear' | 'dark' | 'peak';
  hair: 'short' | 'long' | 'tail' | 'thin';
  hairColour: string;
  skin: string;
  mask?: string;
  sunglasses: boolean;
  /** Colour of a raincoat. */
  poncho?: string;
  backpack?: string;
  sleeves: 'short' | 'long';
  trousers: string;
  /** Against an adult. */
  size: number;
  /** A child before the driver. */
  before: boolean;
  /** To the right of the middle, metres. */
  aside: number;
  /** Which way the face looks, radians to the left. */
  turn: number;
}

const skins = ['#cfa07a', '#d8b08c', '#bf8e68', '#b9855f', '#a87550', '#e0bd9a', '#8f6244'];
const hairs = ['#15110f', '#1d1612', '#0e0c0b', '#2a2019', '#3b2a1e', '#191412', '#5a5552', '#6b4427'];
const helmetPaints = [
  ...['#c92a2a', '#f1f3f5', '#1b1c1f', '#1864ab', '#f2c14e', '#5c677d', '#d6336c', '#37b24d', '#2b2d42'],
  ...['#0b7285', '#e8590c', '#862e9c', '#adb5bd', '#f8a5c2', '#7f1d1d', '#c8e6c9', '#343a40', '#8d6e63'],
];
const capPaints = ['#1c1d20', '#f1f3f5', '#8a1418', '#20385f', '#6b7a3a', '#b98a2c', '#7d8597', '#d6336c'];
const straws = ['#d9c48f', '#cdb47a', '#e4d5a8', '#bfa66c'];
const ponchos = ['#5f7fb8', '#7a5ea8', '#3d7f5a', '#b8bfc9', '#d9d36b', '#3a4a63', '#b5546a', '#6fa3b8'];
const masks = ['#bcd6e6', '#1f2024', '#e9ecef', '#8fb8a8', '#b08aa0', '#3d4a6b', '#c7a08a', '#d98fa8'];
const cloths = [
  ...['#33415c', '#7d8597', '#8d2f2f', '#e0ddd3', '#40533c', '#20222a', '#c08a3e', '#546a7b', '#a3586d'],
  ...['#d8b4a0', '#5f7f52', '#f0eee8', '#2f6f73', '#d9c66b', '#b02a37', '#6b4f8a', '#e07b39', '#8fb3d9'],
];
const trousers = ['#23262e', '#2b3447', '#3d3a36', '#4d5566', '#1a1a1c', '#6b6354', '#8a8f98', '#5b2f33'];
const stripes = ['#f1f3f5', '#c92a2a', '#1b1c1f', '#f2c14e', '#1864ab'];

/** Parts of the motorbikes and riders of training pictures. */
const BARE = 0.35;
const CROWDED = 0.12;
/** Metres in which both legs have gone once. */
const STRIDE_M = 1.3;

/**
 * The same actor, near enough to look at; motorbikes with other riders: more of them, dressed in many ways, a third bare-headed. Drawn from a source of its
 * own for each actor, so that the traffic plays as it did.
 */
export function dressed(actor: ActorState, seed: number, { isWet = false } = {}): ActorState {
  const { look, id } = actor;
  const random = new Random(seed * 48_271 + id * 2_654_435 + 101);
  if (look.model === 'person' && !look.person) return walking(actor, random);
  if (look.model !== 'motorbike' && look.model !== 'bicycle') return actor;
  const count = look.model === 'bicycle' ? 1 : pickCount(random);
  const withChild = count > 2 ? random.next() < 0.65 : count === 2 && random.next() < 0.2;
  // The last child, or the only passenger's, may be before the driver.
  const child = withChild ? 1 + Math.floor(random.next() * (count - 1)) : -1;
  const isBefore = random.next() < 0.45;
  const second = withChild && count > 3 ? 1 + (child % (count - 1)) : -1;
  const riders = Array.from({ length: count }, (_, index) => {
    const isChild = index === child || index === second;
    const rider = createRider(random, { isWet, bare: look.model === 'bicycle' ? 0.85 : BARE, isChild });
    const { wear } = rider;
    const before = index === child && isBefore;
    const size = isChild ? random.between(0.6, 0.75) : random.between(0.94, 1.05);
    const aside = index === 0 ? random.between(-0.02, 0.02) : random.between(-0.07, 0.07);
    const pack = index === count - 1 && !before && random.next() < 0.2 ? random.pick(cloths) : undefined;
    return { ...rider, wear: { ...wear, size, before, aside, ...(pack && { backpack: pack }) } };
  });
  // A box would hide children, and there is no room for it behind three.
  const cargo = look.cargo && count < 3 && !withChild;
  return { ...actor, look: { ...look, riders, cargo } };
}

/** Someone on foot, with legs that go with the way. */
function walking(actor: ActorState, random: Random): ActorState {
  const { x, s, speed } = actor;
  const steps = (((x + s) / STRIDE_M) % 1) + 1;
  const stride = Math.floor((steps % 1) * 8) / 8;
  return { ...actor, look: citizenLook(random), ...(speed > 0.1 && { stride }) };
}

function pickCount(random: Random): number {
  const roll = random.next();
  if (roll < CROWDED) return random.next() < 0.72 ? 3 : 4;
  return roll < 0.45 ? 2 : 1;
}

function createRider(
  random: Random,
  { isWet, bare, isChild }: { isWet: boolean; bare: number; isChild: boolean },
): Rider & { wear: Wear } {
  const helmet = random.next() >= bare;
  const isWoman = random.next() < 0.5;
  const inRaincoat = random.next() < (isWet ? 0.6 : 0.05);
  const top = helmet ? pickHelmet(random) : pickBare(random, { inRaincoat, isChild });
  const poncho = inRaincoat || top === 'hood' ? random.pick(ponchos) : undefined;
  const hat = poncho !== undefined && top === 'hood' ? poncho : random.pick(hatsOf(top));
  const hair = isWoman
    ? random.pick(['long', 'long', 'tail'] as const)
    : random.pick(['short', 'short', 'short', 'thin'] as const);
  const isMasked = random.next() < (isChild ? 0.2 : 0.38);
  const isStriped = random.next() < 0.3;
  return {
    ...{ helmet, clothes: random.pick(cloths), hat },
    wear: {
      ...{ top, hair, isGlossy: random.next() < 0.6, size: 1, before: false, aside: 0 },
      ...{ hairColour: random.pick(hairs), skin: random.pick(skins), trousers: random.pick(trousers) },
      ...{ visor: pickVisor(top, random), sunglasses: random.next() < 0.15 },
      sleeves: random.next() < 0.4 ? 'short' : 'long',
      turn: random.next() < 0.3 ? random.between(-0.9, 0.9) : random.between(-0.15, 0.15),
      ...(isStriped && { stripe: random.pick(stripes) }),
      ...(isMasked && { mask: random.pick(masks) }),
      ...(poncho !== undefined && { poncho }),
    },
  };
}

function pickHelmet(random: Random): HelmetKind {
  const roll = random.next();
  return roll < 0.5 ? 'half-shell' : roll < 0.85 ? 'three-quarter' : 'full-face';
}

function pickBare(
  random: Random,
  { inRaincoat, isChild }: { inRaincoat: boolean; isChild: boolean },
): BareKind {
  if (inRaincoat && random.next() < 0.75) return 'hood';
  const roll = random.next();
  if (roll < 0.2) return 'cap';
  if (roll < 0.33 && !isChild) return 'conical-hat';
  return roll > 0.93 ? 'hood' : 'none';
}

function pickVisor(top: Wear['top'], random: Random): Wear['visor'] {
  const roll = random.next();
  if (top === 'half-shell') return roll < 0.6 ? 'peak' : 'none';
  if (top === 'three-quarter')
    return roll < 0.3 ? 'none' : roll < 0.55 ? 'clear' : roll < 0.8 ? 'dark' : 'peak';
  return roll < 0.7 ? 'dark' : 'clear';
}

function hatsOf(top: Wear['top']): readonly string[] {
  if (top === 'conical-hat') return straws;
  if (top === 'cap') return capPaints;
  return top === 'none' ? hairs : helmetPaints;
}
