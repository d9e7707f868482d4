import type { Look } from './looks.ts';
import { headPlaces, seatsOf } from './seats.ts';

/** A block of a body in its own frame, metres: front, right, up; each from–to. */
export interface Block {
  front: readonly [number, number];
  right: readonly [number, number];
  up: readonly [number, number];
}

/** The shape of a body in a few blocks: near enough to what is drawn for boxes and for what hides what. */
export function blocksOf(look: Look): Block[] {
  const { length: l, width: w, height: h } = look;
  switch (look.model) {
    case 'sedan':
    case 'hatch':
    case 'suv':
      return [
        block(-l / 2 - 0.07, l / 2 + 0.07, w, 0.1, 0.63 * h),
        block(-0.44 * l, 0.24 * l, 0.8 * w, 0.6 * h, h + 0.06),
      ];
    case 'van':
    case 'ambulance':
      return [
        block(-l / 2 - 0.07, l / 2 + 0.07, w, 0.1, 0.5 * h),
        block(-l / 2, 0.4 * l, 0.86 * w, 0.45 * h, h + 0.06),
      ];
    case 'pickup':
    case 'truck':
    case 'bus':
      return [block(-l / 2, l / 2, w, 0.12, h)];
    case 'motorbike':
    case 'bicycle':
    case 'pushed-motorbike':
      return twoWheels(look);
    case 'person':
      return look.person ? standing(look) : [block(-0.2, 0.2, 0.52, 0, h)];
    case 'seated':
      if (look.person) return sitting(look);
      return [block(-0.35, 0.25, 0.5, 0.05, 0.85), block(-0.25, 0.12, 0.5, 0.5, h)];
    default:
      return [block(-0.2, 0.2, w, 0, h)];
  }
}

/** Legs, trunk with arms, head. */
function standing({ width: w, height: h }: Look): Block[] {
  return [
    block(-0.2, 0.24, w * 0.7, 0, h * 0.5),
    block(-0.14, 0.16, w, h * 0.45, h * 0.83),
    block(-0.1, 0.12, 0.2, h * 0.83, h),
  ];
}

function sitting({ width: w, height: h }: Look): Block[] {
  return [
    block(-0.1, 0.52, w * 0.8, 0, 0.58),
    block(-0.17, 0.14, w, 0.42, h - 0.27),
    block(-0.1, 0.13, 0.2, h - 0.27, h),
  ];
}

function twoWheels(look: Look): Block[] {
  const bike =
    look.class === 'motorbike' ? block(-0.92, 0.92, 0.3, 0, 0.95) : block(-0.86, 0.86, 0.1, 0, 0.9);
  const bars = block(0.3, 0.6, 0.62, 0.8, 1.08);
  if (look.model === 'pushed-motorbike')
    return [bike, bars, { front: [-0.2, 0.25], right: [-0.75, -0.35], up: [0, 1.68] }];
  if (look.riders.some(({ wear }) => wear)) return [bike, bars, ...seated(look)];
  const last = -0.14 - (look.riders.length - 1) * 0.3;
  return [bike, bars, block(last - 0.1, 0.42, 0.5, 0.35, 1.35), block(last, 0.14, 0.32, 1.3, 1.72)];
}

/** Riders of many sizes: a trunk for all, a block for every head. */
function seated(look: Look): Block[] {
  const last = -0.14 - Math.max(...seatsOf(look).map(({ offset }) => offset));
  const heads = headPlaces(look).map(({ front, right, up, radius }): Block => {
    const half = radius * 1.2;
    return {
      front: [front - half, front + half],
      right: [right - half, right + half],
      up: [up - radius * 1.9, up + half],
    };
  });
  return [bodyOf(look, last), ...heads];
}

const bodyOf = ({ riders }: Look, last: number): Block =>
  block(last - 0.1, 0.42, 0.5, 0.35, riders[0]?.wear?.poncho === undefined ? 1.3 : 1.35);

function block(from: number, to: number, width: number, bottom: number, top: number): Block {
  return { front: [from, to], right: [-width / 2, width / 2], up: [bottom, top] };
}

/** Where plates hang: middle of the plate in the body's frame, and its size, metres. */
export interface PlateSpot {
  side: 'front' | 'rear';
  front: number;
  up: number;
  width: number;
  height: number;
}

export function plateSpots(look: Look): PlateSpot[] {
  const { plate, length: l, height: h } = look;
  if (!plate) return [];
  if (look.class === 'motorbike')
    return [{ side: 'rear', front: -0.93, up: 0.56, width: 0.19, height: 0.14 }];
  const rearUp = look.class === 'bus' || look.class === 'truck' ? 0.62 : 0.42 * h - 0.02;
  const size = (layout: 'one-line' | 'two-line') =>
    layout === 'one-line' ? { width: 0.52, height: 0.11 } : { width: 0.33, height: 0.165 };
  const out = l / 2 + (look.class === 'car' ? 0.12 : 0.08);
  const rear: PlateSpot = { side: 'rear', front: -out, up: rearUp, ...size(plate.rear.layout) };
  if (!plate.front) return [rear];
  return [
    rear,
    { side: 'front', front: out, up: Math.min(0.55, rearUp - 0.12), ...size(plate.front.layout) },
  ];
}
