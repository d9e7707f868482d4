import type { ObjectClass } from '@vamco/contracts';
import { cuts, dot, side, unit } from '../scene/geometry.ts';
import type { Scene, SceneLine } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import { CLEARANCE } from './way.ts';

/** Going over a line forwards: where all of it was last before the line, and everything after it met the line. */
export interface Crossing {
  before: GroundPoint;
  /** Moment at which its ground point met the line, between two frames. */
  crossedS: number;
  /** Points beyond the line, oldest first. */
  beyond: GroundPoint[];
}

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
/** The same on known ground: lengths in metres. */
const LENGTH_M: Record<ObjectClass, number> = {
  car: 4.5,
  truck: 7,
  bus: 10,
  motorbike: 0.4,
  bicycle: 0.4,
  person: 0,
};

/**
 * The newest forward crossing of `line` by `track`: all of it before the line, then beyond it and not back since.
 * Undefined while there is none, or when the track was not seen near the line.
 */
export function forwardCrossing(track: Track, line: SceneLine, scene: Scene): Crossing | undefined {
  const path = track.trajectory;
  const newest = path.at(-1);
  // Most vehicles are on this side of most lines, and the answer is short.
  if (!newest || side(line, newest.at) <= 0) return undefined;
  const from = path.findLastIndex((point) => isBefore(line, point, track.class, scene));
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

/**
 * All of the vehicle is before the line: its ground point is the middle of the box's lower edge, and its front reaches
 * ahead of it: by its length where it drives away (the rear is seen), by half of it sideways.
 */
function isBefore(line: SceneLine, point: GroundPoint, name: ObjectClass, scene: Scene): boolean {
  const { ground } = scene;
  if (ground && line.metres && ground.covers(point.at)) {
    const [a, b, c, d] = ground.scaleAt(point.at);
    // Where the camera looks to, on the ground, and how much one trembles along the line’s forward direction.
    const away = dot(unit([-b, -d]), line.metres.normal);
    const { normal } = line.metres;
    const tremble = Math.hypot(
      CLEARANCE * point.height * (b * normal[0] + d * normal[1]),
      CLEARANCE * point.width * (a * normal[0] + c * normal[1]),
    );
    const across = Math.sqrt(Math.max(0, 1 - away ** 2));
    const ahead = (Math.max(0, away) + across / 2) * LENGTH_M[name];
    return -side(line.metres, ground.toMetres(point.at)) > ahead + tremble;
  }
  const [across, down] = line.normal;
  const ahead = Math.max(0, -down) * AHEAD[name] * point.height + Math.abs(across) * 0.5 * point.width;
  return -side(line, point.at) > Math.max(CLEARANCE * point.height, ahead);
}
