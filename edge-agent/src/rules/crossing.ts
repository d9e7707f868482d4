import { familyOf, type ObjectClass } from '@vamco/contracts';
import { cuts, dot, side, unit } from '../scene/geometry.ts';
import type { Scene, SceneLine } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import { SIZE_M } from './footprint.ts';
import { CLEARANCE } from './way.ts';

/** Going over a line forwards: where all of it was last before the line, and everything after it met the line. */
export interface Crossing {
  before: GroundPoint;
  /** Moment at which its front met the line, as well as it can be told from its length. */
  metS: number;
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
/** Two-wheelers may wait with the front wheel over the line: so much of their length is asked to be before it. */
const TWO_WHEELER_PART = 0.2;

/** What was found of a trajectory with this newest point: several rules ask for the same in every frame. */
interface Found {
  newest: GroundPoint | undefined;
  class: ObjectClass;
  byLine: Map<SceneLine, Crossing | undefined>;
}
const found = new WeakMap<readonly GroundPoint[], Found>();

/**
 * The newest forward crossing of `line` by `track`: all of it before the line, then beyond it and not back since.
 * Undefined while there is none, or when the track was not seen near the line.
 */
export function forwardCrossing(track: Track, line: SceneLine, scene: Scene): Crossing | undefined {
  const { trajectory } = track;
  const newest = trajectory.at(-1);
  let known = found.get(trajectory);
  if (known?.newest !== newest || known?.class !== track.class) {
    known = { newest, class: track.class, byLine: new Map() };
    found.set(trajectory, known);
  }
  if (!known.byLine.has(line)) known.byLine.set(line, findForwardCrossing(track, line, scene));
  return known.byLine.get(line);
}

function findForwardCrossing(track: Track, line: SceneLine, scene: Scene): Crossing | undefined {
  const path = track.trajectory;
  const newest = path.at(-1);
  // Most vehicles are on this side of most lines, and the answer is short.
  if (!newest || side(line, newest.at) <= 0) return undefined;
  // The last step over the line: it may have trembled on it.
  const step = path.findLastIndex(({ at }) => side(line, at) <= 0);
  const [last, first] = [path[step], path[step + 1]];
  if (!last || !first || !cuts(line, last.at, first.at) || first.t - last.t > MAX_GAP_S) return undefined;
  const before = path.findLast((point) => isBefore(line, point, track.class, scene));
  if (before === undefined) return undefined;
  const [was, is] = [side(line, last.at), side(line, first.at)];
  const crossedS = last.t + ((first.t - last.t) * was) / (was - is);
  return {
    before,
    metS: metAt(path, step, crossedS, line, track.class, scene),
    crossedS,
    beyond: path.slice(step + 1),
  };
}

/**
 * The newest time that a vehicle's front went over the line, whether or not the rest followed: on known ground only,
 * where its length can be told. `beyond` are all looks since then.
 */
export function frontCrossing(track: Track, line: SceneLine, scene: Scene): Crossing | undefined {
  const path = track.trajectory;
  const room = (point: GroundPoint) => {
    const { distance, ahead, inMetres } = roomBefore(line, point, track.class, scene);
    return inMetres ? distance - ahead : undefined;
  };
  const newest = path.at(-1);
  // Nobody who never was on this side came over it.
  if (!newest || !line.metres || !path.some(({ at }) => side(line, at) < 0)) return undefined;
  if ((room(newest) ?? 1) > 0) return undefined;
  const from = path.findLastIndex((point) => (room(point) ?? 0) > 0);
  const [before, first] = [path[from], path[from + 1]];
  if (!before || !first || first.t - before.t > MAX_GAP_S || !isBetweenEnds(line, newest, scene))
    return undefined;
  const [was, is] = [room(before) ?? 0, room(first) ?? 0];
  const metS = before.t + ((first.t - before.t) * was) / (was - is || 1);
  return { before, metS, crossedS: metS, beyond: path.slice(from + 1) };
}

/** How far the front is beyond the line, metres; undefined where the ground is not known. */
export function frontBeyond(
  line: SceneLine,
  point: GroundPoint,
  track: Track,
  scene: Scene,
): number | undefined {
  const { distance, ahead, inMetres } = roomBefore(line, point, track.class, scene);
  return inMetres ? ahead - distance : undefined;
}

function isBetweenEnds({ metres }: SceneLine, { at }: GroundPoint, { ground }: Scene): boolean {
  if (!metres || !ground) return false;
  const [way, place] = [
    [metres.to[0] - metres.from[0], metres.to[1] - metres.from[1]] as const,
    ground.toMetres(at),
  ];
  const part = dot([place[0] - metres.from[0], place[1] - metres.from[1]], way) / dot(way, way);
  return part >= 0 && part <= 1;
}

/** All of the vehicle is before the line, the trembling of its box allowed for. */
function isBefore(line: SceneLine, point: GroundPoint, name: ObjectClass, scene: Scene): boolean {
  const { distance, ahead, tremble, inMetres } = roomBefore(line, point, name, scene);
  const asked = familyOf(name) === 'two-wheeler' ? ahead * TWO_WHEELER_PART : ahead;
  return distance > (inMetres ? asked + tremble : Math.max(tremble, ahead));
}

/**
 * How far a ground point is before the line, and how far the vehicle's front reaches ahead of it: the point is the
 * middle of the box's lower edge, which is the rear of a vehicle that drives away, and half of it sideways.
 */
function roomBefore(line: SceneLine, point: GroundPoint, name: ObjectClass, scene: Scene) {
  const { ground } = scene;
  if (ground && line.metres && ground.reaches(point.at)) {
    const [a, b, c, d] = ground.scaleAt(point.at);
    const { normal } = line.metres;
    // Where the camera looks to, on the ground, and how much one trembles along the line's forward direction.
    const away = dot(unit([-b, -d]), normal);
    const tremble = Math.hypot(
      CLEARANCE * point.height * (b * normal[0] + d * normal[1]),
      CLEARANCE * point.width * (a * normal[0] + c * normal[1]),
    );
    const across = Math.sqrt(Math.max(0, 1 - away ** 2));
    const ahead = (Math.max(0, away) + across / 2) * SIZE_M[name][0];
    return { distance: -side(line.metres, ground.toMetres(point.at)), ahead, tremble, inMetres: true };
  }
  const [across, down] = line.normal;
  const ahead = Math.max(0, -down) * AHEAD[name] * point.height + Math.abs(across) * 0.5 * point.width;
  return { distance: -side(line, point.at), ahead, tremble: CLEARANCE * point.height, inMetres: false };
}

/** When the front met the line: the last time, before the ground point did, that it had no room left. */
function metAt(
  path: readonly GroundPoint[],
  step: number,
  crossedS: number,
  line: SceneLine,
  name: ObjectClass,
  scene: Scene,
): number {
  let [laterS, later] = [crossedS, -Infinity];
  for (let index = step; index >= 0; index -= 1) {
    const point = path[index];
    if (!point) break;
    const { distance, ahead } = roomBefore(line, point, name, scene);
    const room = distance - ahead;
    if (room >= 0)
      return later === -Infinity ? crossedS : point.t + ((laterS - point.t) * room) / (room - later);
    [laterS, later] = [point.t, room];
  }
  return laterS;
}
