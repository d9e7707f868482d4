import { cuts, side } from '../scene/geometry.ts';
import type { SceneLine } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';

/** Going over a line forwards: where it was last surely before it, and everything after that. */
export interface Crossing {
  before: GroundPoint;
  /** Moment at which its ground point met the line, between two frames. */
  crossedS: number;
  /** Points beyond the line, oldest first. */
  beyond: GroundPoint[];
}

/** Part of its own height that a road user must be clear of the line: the box trembles. */
export const CLEARANCE = 0.12;
/** Unseen for longer around the line is no evidence. */
const MAX_GAP_S = 1.2;

/**
 * The newest forward crossing of `line` by `track`: clear before it, then beyond it and not back since.
 * Undefined while there is none, or when the track was not seen near the line.
 */
export function forwardCrossing(track: Track, line: SceneLine): Crossing | undefined {
  const path = track.trajectory;
  const from = path.findLastIndex((point) => side(line, point.at) < -CLEARANCE * point.height);
  const before = path[from];
  if (before === undefined) return undefined;
  // The last step over the line: it may have trembled on it.
  let step = -1;
  for (let index = from; index + 1 < path.length; index += 1) {
    const [a, b] = [path[index], path[index + 1]];
    if (a && b && side(line, a.at) <= 0 && side(line, b.at) > 0) step = index;
  }
  const [last, first] = [path[step], path[step + 1]];
  if (!last || !first || !cuts(line, last.at, first.at)) return undefined;
  if (first.t - last.t > MAX_GAP_S || first.t - before.t > MAX_GAP_S + MAX_WAIT_S) return undefined;
  const [was, is] = [side(line, last.at), side(line, first.at)];
  const crossedS = last.t + ((first.t - last.t) * was) / (was - is);
  return { before, crossedS, beyond: path.slice(step + 1) };
}

/** A vehicle may stand on the line, neither before nor beyond it, for a whole red phase. */
const MAX_WAIT_S = 180;

/** How far a point lies beyond the line, in heights of the vehicle there. */
export function heightsBeyond(line: SceneLine, point: GroundPoint): number {
  return side(line, point.at) / point.height;
}
