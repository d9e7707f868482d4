import type { Look } from './looks.ts';

/** Where one rider sits, in the bike's own frame, metres. */
export interface Seat {
  /** Behind the place of whoever rides alone; negative is before it. */
  offset: number;
  /** To the right of the middle. */
  aside: number;
  up: number;
  /** Size against an adult. */
  size: number;
}

/** The middle of a head in the body's own frame, metres. */
export interface HeadPlace {
  front: number;
  right: number;
  up: number;
  radius: number;
}

/** The driver sits so far behind the middle of the bike, and every next adult so far behind the one before. */
const FIRST_BACK = 0.08;
const ADULT_M = 0.3;
const CHILD_M = 0.22;
/** Three or four sit closer. */
const CLOSE_M = 0.26;
/** A head is this far above its seat and before it. */
const HEAD_UP = 0.76;
const HEAD_AHEAD = 0.06;
/** With hair or a helmet. */
const HEAD_RADIUS = 0.13;

/** One seat for each rider, in their order. Children before the driver stand or sit between the arms. */
export function seatsOf({ riders, model }: Pick<Look, 'riders' | 'model'>): Seat[] {
  const [first, up] = model === 'bicycle' ? [0.08, 0.86] : [0, 0.8];
  let next = 0;
  return riders.map(({ wear }, index) => {
    const { size = 1, aside = 0 } = wear ?? {};
    if (wear?.before) return { offset: first - 0.32, aside, up: up - 0.06, size };
    // Whole steps are multiplied, not added up: the truth of clips stays the same to the last digit.
    const offset = wear ? next : index * ADULT_M;
    const step = riders.length > 2 ? CLOSE_M : ADULT_M;
    next = offset + (size < 0.8 ? CHILD_M : step);
    return { offset: first + offset, aside, up, size };
  });
}

/** How far behind the middle of its bike a seat is. */
export const backOf = ({ offset }: Seat): number => FIRST_BACK + offset;

/** Children's heads are large for their size. */
export const headSize = (size: number): number => 0.35 + 0.65 * size;

/** Where the head above a seat is. */
export function headAbove(seat: Seat): HeadPlace {
  const { aside, up, size } = seat;
  return {
    front: HEAD_AHEAD * size - backOf(seat),
    right: aside,
    up: up + HEAD_UP * size,
    radius: HEAD_RADIUS * headSize(size),
  };
}

/** Heads of the riders of a two-wheeler, in the order of the riders; nobody rides one that is pushed. */
export function headPlaces(look: Pick<Look, 'riders' | 'model' | 'class'>): HeadPlace[] {
  const isRidden = look.model === 'motorbike' || look.model === 'bicycle';
  return isRidden ? seatsOf(look).map(headAbove) : [];
}

/** The trunk above a seat, from the hips to between the shoulders: a capsule. */
export function trunkAbove(seat: Seat): { ends: readonly [HeadPlace, HeadPlace]; radius: number } {
  const { aside, up, size } = seat;
  const radius = 0.17 * size;
  const end = (back: number, above: number): HeadPlace => ({
    ...{ front: -backOf(seat) - back * size, right: aside * 0.6, up: up + above * size, radius },
  });
  return { ends: [end(0.06, 0.05), end(-0.03, 0.5)], radius };
}
