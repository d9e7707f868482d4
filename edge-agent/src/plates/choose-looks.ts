import type { VehicleClass } from '@vamco/contracts';
import type { PixelBox } from '../base/box.ts';

/** What is known of one followed vehicle's plate so far. */
export interface LookState {
  looks: number;
  /** Looks in which a plate was found. */
  found: number;
  /** Area of the vehicle's box at the newest look, in pixels. */
  area: number;
  /** Confidence of the vote so far, 0..1. */
  confidence: number;
}

export interface Vehicle {
  id: number;
  class: VehicleClass;
  /** Pixels of the full-size frame. */
  box: PixelBox;
}

/** A plate's width as a part of its vehicle's box: national sizes over usual vehicles, seen from behind or before. */
const PLATE_SHARE: Record<VehicleClass, number> = {
  car: 0.25,
  motorbike: 0.3,
  bus: 0.18,
  truck: 0.2,
  bicycle: 0,
};
/** Narrower plates are not readable: below 40 px nine of ten held-out plates still are, below 24 hardly any. */
const LEAST_PX = 24;
/** A vehicle that grew or shrank by this much shows its plate anew. */
const NEW_VIEW = 0.12;
/** From here on a plate waits for all others, */
const SURE = { found: 3, confidence: 0.97 };
/** and after so many finds it is settled. */
const SETTLED = 5;
/** A plate that is not sure by now will not be. Looks at one that is hidden, as in a queue, are counted apart. */
const MOST = { found: 12, looks: 36 };
/** What a look at a hidden plate counts when turns are taken, of one that found it. */
const BLIND = 0.25;

/**
 * Which vehicles deserve a look at their plate in this frame: near enough, seen differently than before, not yet
 * settled. First those never looked at, then those whose plate was seen least, the sure ones last; of equals the largest. Pure.
 * @param allowance how many looks the budget allows now
 */
export function chooseLooks(
  vehicles: readonly Vehicle[],
  states: ReadonlyMap<number, LookState>,
  allowance: number,
): Vehicle[] {
  return vehicles
    .map((vehicle) => ({ vehicle, state: states.get(vehicle.id), area: vehicle.box[2] * vehicle.box[3] }))
    .filter(({ vehicle, state, area }) => isNear(vehicle) && isNew(state, area))
    .sort((a, b) => turn(a.state) - turn(b.state) || b.area - a.area)
    .slice(0, Math.max(0, Math.floor(allowance)))
    .map(({ vehicle }) => vehicle);
}

/** The lower, the earlier. */
function turn(state: LookState | undefined): number {
  if (!state) return 0;
  const { looks, found } = state;
  return found + BLIND * (looks - found) + (isSure(state) ? MOST.found : 0);
}

const isSure = ({ found, confidence }: LookState) => found >= SURE.found && confidence >= SURE.confidence;

function isNear({ class: name, box }: Vehicle): boolean {
  return box[2] * PLATE_SHARE[name] >= LEAST_PX;
}

function isNew(state: LookState | undefined, area: number): boolean {
  if (!state) return true;
  if (state.found >= MOST.found || state.looks >= MOST.looks) return false;
  if (isSure(state) && state.found >= SETTLED) return false;
  return Math.abs(area / state.area - 1) >= NEW_VIEW;
}
