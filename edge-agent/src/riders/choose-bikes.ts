import { within, type PixelBox } from '../base/box.ts';

/** What is known of one motorbike's riders so far. */
export interface BikeState {
  looks: number;
  /** Its box at the newest look, pixels. */
  box: PixelBox;
  isSettled: boolean;
}

export interface Bike {
  id: number;
  /** Pixels of the full-size frame. */
  box: PixelBox;
}

/** Lower motorbikes have heads of less than seven pixels. */
const LEAST_PX = 48;
/** A vehicle that grew by this much, or went on by this part of its box, shows its riders anew. */
const NEW_SIZE = 0.12;
const NEW_PLACE = 0.4;
const MOST_LOOKS = 12;
/** So much of the smaller one inside another motorbike: nobody can say whose heads these are. */
const HIDDEN = 0.7;

/**
 * Which motorbikes deserve a look at their riders in this frame: near enough, whole in the picture, seen differently
 * than before, not yet settled. First those looked at least, then the largest. Pure.
 * @param size of the full-size frame
 * @param allowance how many looks the budget allows now
 */
export function chooseBikes<B extends Bike>(
  bikes: readonly B[],
  states: ReadonlyMap<number, BikeState>,
  size: { width: number; height: number },
  allowance: number,
): B[] {
  const looksAt = ({ id }: Bike) => states.get(id)?.looks ?? 0;
  return bikes
    .filter((bike) => isWhole(bike, size) && isNew(states.get(bike.id), bike.box) && !isHidden(bike, bikes))
    .sort((a, b) => looksAt(a) - looksAt(b) || b.box[3] - a.box[3])
    .slice(0, Math.max(0, Math.floor(allowance)));
}

function isWhole({ box: [x, y, w, h] }: Bike, { width, height }: { width: number; height: number }): boolean {
  return h >= LEAST_PX && x >= 1 && y >= 1 && x + w <= width - 1 && y + h <= height;
}

function isNew(state: BikeState | undefined, [x, y, w, h]: PixelBox): boolean {
  if (!state) return true;
  if (state.isSettled || state.looks >= MOST_LOOKS) return false;
  const [x0, y0, w0, h0] = state.box;
  const moved = Math.hypot((x + w / 2 - x0 - w0 / 2) / w0, (y + h / 2 - y0 - h0 / 2) / h0);
  return moved >= NEW_PLACE || Math.abs((w * h) / (w0 * h0) - 1) >= NEW_SIZE;
}

/** Behind another one: the lower edge says who is nearer. */
function isHidden({ id, box }: Bike, bikes: readonly Bike[]): boolean {
  const foot = box[1] + box[3];
  return bikes.some(
    (other) => other.id !== id && other.box[1] + other.box[3] > foot && within(box, other.box) > HIDDEN,
  );
}
