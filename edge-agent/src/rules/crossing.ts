import type { ObjectClass } from '@vamco/contracts';
import { cuts, side } from '../scene/geometry.ts';
import type { SceneLine } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';

/** Going over a line forwards: where all of it was last before the line, and everything after it met the line. */
export interface Crossing {
  before: GroundPoint;
  /** Moment at which its ground point met the line, between two frames. */
  crossedS: number;
  /** Points beyond the line, oldest first. */
  beyond: GroundPoint[];
}

/** Part of its own height that a road user must be clear of the line: the box trembles. */
export const CLEARANCE = 0.12;
/** Unseen for longer while it goes over the line is no evidence. */
const MAX_GAP_S = 1.6;
/**
 * How far a vehicle that drives away reaches ahead of its ground point (its rear), in heights: its length against its
 * height, foreshortened as under a camera that looks down by 12 degrees; a steeper one shows more. Two-wheelers are
 * over the line within the time of grace.
 */
const AHEAD: Record<ObjectClass, number> = {
  car: 0.6,
  truck: 0.45,
  bus: 0.65,
  motorbike: CLEARANCE,
  bicycle: CLEARANCE,
  person: 0,
};

/**
 * The newest forward crossing of `line` by `track`: all of it before the line, then beyond it and not back since.
 * Undefined while there is none, or when the track was not seen near the line.
 */
export function forwardCrossing(track: Track, line: SceneLine): Crossing | undefined {
  const path = track.trajectory;
  const from = path.findLastIndex((point) => isBefore(line, point, track.class));
  const before = path[from];
  if (before === undefined) return undefined;
  // The last step over the line: it may have trembled on it.
  let step = -1;
  for (let index = from; index + 1 < path.length; index += 1) {
    const [a, b] = [path[index], path[index + 1]];
    if (a && b && side(line, a.at) <= 0 && side(line, b.at) > 0) step = index;
  }
  const [last, first] = [path[step], path[step + 1]];
  if (!last || !first || !cuts(line, last.at, first.at) || first.t - last.t > MAX_GAP_S) return undefined;
  const [was, is] = [side(line, last.at), side(line, first.at)];
  const crossedS = last.t + ((first.t - last.t) * was) / (was - is);
  return { before, crossedS, beyond: path.slice(step + 1) };
}

/** How far a point lies beyond the line, in heights of the vehicle there. */
export function heightsBeyond(line: SceneLine, point: GroundPoint): number {
  return side(line, point.at) / point.height;
}

/**
 * All of the vehicle is before the line: its ground point is the middle of the box's lower edge, and its front reaches
 * ahead of it: by its length where forward is up in the picture (the rear is seen), by half of the box sideways.
 */
function isBefore(line: SceneLine, point: GroundPoint, name: ObjectClass): boolean {
  const [across, down] = line.normal;
  const ahead = Math.max(0, -down) * AHEAD[name] * point.height + Math.abs(across) * 0.5 * point.width;
  return -side(line, point.at) > Math.max(CLEARANCE * point.height, ahead);
}
