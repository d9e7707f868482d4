import { dot, inside, unit, type NormPoint } from '../scene/geometry.ts';
import type { Scene, SceneZone } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import { clear, type Answer } from './answer.ts';
import { middleOf } from './footprint.ts';
import { isSurelyFar, type FarEnough } from './way.ts';

/** The ground point may be off by this part of the box’s width to either side. */
const SIDEWAYS = 0.15;
/** Travelling along a zone: at most this far from its length (0.6 is 53 degrees). */
const ALONG_COSINE = 0.6;

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
  if (along) {
    const way = unit([there.at[0] - first.at[0], there.at[1] - first.at[1]]);
    if (Math.abs(dot(way, lengthOf(zone))) < ALONG_COSINE) return clear('other-direction');
  }
  return { beganS: first.t, atS: there.t };
}

/** The zone’s long direction: its own, or that between its two corners furthest apart. */
function lengthOf({ direction, polygon }: SceneZone): NormPoint {
  if (direction) return direction;
  let best: NormPoint = [0, 0];
  for (const a of polygon)
    for (const b of polygon) {
      const way: NormPoint = [b[0] - a[0], b[1] - a[1]];
      if (Math.hypot(...way) > Math.hypot(...best)) best = way;
    }
  return unit(best);
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
