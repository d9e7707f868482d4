import { dot, inside, unit, type NormPoint } from '../scene/geometry.ts';
import type { Scene, SceneZone } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import { clear, type Answer } from './answer.ts';
import { middleOf } from './footprint.ts';
import { isSurelyFar, type FarEnough } from './way.ts';

/** The ground point may be off by this part of the box’s width to either side. */
const SIDEWAYS = 0.15;
/** Travelling along a zone: at most this far from its length (37 degrees; in the picture, which skews them, 53). */
const ALONG_COSINE = { metres: 0.8, picture: 0.6 };

/** The newest run of looks in which the vehicle's middle was inside the polygon. */
export function lastStay(track: Track, polygon: readonly NormPoint[], scene: Scene): GroundPoint[] {
  return lastRun(track, (index) => inside(polygon, middleOf(track, index, scene)));
}

/** The newest run of looks in which it was inside for sure, whatever the box trembles. */
export function surelyInside(track: Track, polygon: readonly NormPoint[], scene: Scene): GroundPoint[] {
  return lastRun(track, (index, { width }) => {
    const [x, y] = middleOf(track, index, scene);
    return [-SIDEWAYS, SIDEWAYS].every((part) => inside(polygon, [x + part * width, y]));
  });
}

/**
 * Has the track travelled inside the zone: far enough, long enough and, with `along`, lengthwise? Gives the first and
 * the last moment of the stay, or why not.
 */
export function travelled(
  track: Track,
  zone: SceneZone,
  scene: Scene,
  least: FarEnough & { minS: number },
  { along, sure }: { along: boolean; sure: boolean },
): { beganS: number; atS: number } | Answer {
  const stay = (sure ? surelyInside : lastStay)(track, zone.polygon, scene);
  const [first, last] = [stay[0], stay.at(-1)];
  if (!first || !last) return clear('not-met');
  if (last.t - first.t < least.minS) return clear('too-short');
  // Where it became certain, not where it is now: an officer is shown the act.
  const there = stay.find(
    (point) => point.t - first.t >= least.minS && isSurelyFar(scene, first, point, least),
  );
  if (!there) return clear(track.standing ? 'standing' : 'not-far-enough');
  if (along && !isAlong(zone, first, there, scene)) return clear('other-direction');
  return { beganS: first.t, atS: there.t };
}

/** Does the way from `a` to `b` go along the zone? On the ground where it is known, else in the picture. */
function isAlong(
  { along, alongMetres }: SceneZone,
  a: GroundPoint,
  b: GroundPoint,
  { ground }: Scene,
): boolean {
  if (ground && alongMetres && ground.reaches(a.at) && ground.reaches(b.at))
    return cosine(ground.toMetres(a.at), ground.toMetres(b.at), alongMetres) >= ALONG_COSINE.metres;
  return cosine(a.at, b.at, along) >= ALONG_COSINE.picture;
}

/** Of the angle between a way and a unit vector, whichever way along it. */
function cosine(from: NormPoint, to: NormPoint, along: NormPoint): number {
  return Math.abs(dot(unit([to[0] - from[0], to[1] - from[1]]), along));
}

function lastRun({ trajectory }: Track, isIn: (index: number, point: GroundPoint) => boolean): GroundPoint[] {
  let start = trajectory.length;
  while (start > 0) {
    const point = trajectory[start - 1];
    if (point === undefined || !isIn(start - 1, point)) break;
    start -= 1;
  }
  return trajectory.slice(start);
}

/** Each place as the median of three looks: one box that is too long moves nothing. */
export function steady(points: readonly GroundPoint[]): GroundPoint[] {
  if (points.length < 3) return [...points];
  return points.map((point, index) => {
    const first = Math.min(Math.max(0, index - 1), points.length - 3);
    const three = points.slice(first, first + 3);
    return { ...point, at: [median(three.map(({ at }) => at[0])), median(three.map(({ at }) => at[1]))] };
  });
}

const median = (three: number[]) => three.sort((a, b) => a - b)[1] ?? NaN;
