import { dot, side, type NormPoint } from '../scene/geometry.ts';
import type { GroundMap } from '../scene/ground.ts';
import type { Scene, SceneLine } from '../scene/scene.ts';
import type { GroundPoint } from '../track/track.ts';

/** A way that counts: in metres where the scene knows its ground, else in heights of the vehicle. */
export interface FarEnough {
  wayHeights: number;
  wayM: number;
}

/** Part of its own height that a ground point must be clear of a line: the box trembles by about half of it. */
export const CLEARANCE = 0.12;

/** Standard deviation of a ground point along the way, in heights of the vehicle. */
const TREMBLE = 0.06;

/** Is the way from `a` to `b` at least this long? */
export function isFar({ ground }: Scene, a: GroundPoint, b: GroundPoint, least: FarEnough): boolean {
  const metres = ground && metresBetween(ground, a, b);
  if (metres !== undefined) return metres >= least.wayM;
  return Math.hypot(b.at[0] - a.at[0], b.at[1] - a.at[1]) >= least.wayHeights * b.height;
}

/**
 * Is it at least this long whatever the box trembles (95 %)? Far away a pixel is a metre, and a box that shows more of
 * its vehicle than before is no movement.
 */
export function isSurelyFar(scene: Scene, a: GroundPoint, b: GroundPoint, least: FarEnough): boolean {
  const { ground } = scene;
  const metres = ground && metresBetween(ground, a, b);
  if (!ground || metres === undefined) return isFar(scene, a, b, least);
  return metres - 2 * Math.hypot(trembleM(ground, a), trembleM(ground, b)) >= least.wayM;
}

/** Faster than one who pushes a two-wheeler, km/h, over a way that is no trembling. */
const RIDDEN_KMH = 7;
const RIDDEN_WAY = { wayHeights: 0.5, wayM: 2 };

/**
 * Nobody pushes a two-wheeler so fast, in its heights a second: across the picture, and along the line of sight, which
 * cameras foreshorten (1.5 m/s seen by one that looks down by 25 degrees).
 */
const RIDDEN_HEIGHTS = { across: 0.7, along: 0.4 };

/**
 * Does any part of the way show that a two-wheeler is ridden and not pushed?
 * @param sense only what it does in this direction of the picture counts
 */
export function isRidden(scene: Scene, points: readonly GroundPoint[], sense?: NormPoint): boolean {
  return points.some((from, index) => {
    const to = points.slice(index + 1).find((point) => isSurelyFar(scene, from, point, RIDDEN_WAY));
    if (!to) return false;
    const [across, along] = [to.at[0] - from.at[0], to.at[1] - from.at[1]];
    if (sense && dot([across, along], sense) <= 0) return false;
    const seconds = to.t - from.t;
    const metres = scene.ground && metresBetween(scene.ground, from, to);
    if (metres !== undefined) return (metres / seconds) * 3.6 >= RIDDEN_KMH;
    return Math.hypot(across / RIDDEN_HEIGHTS.across, along / RIDDEN_HEIGHTS.along) >= seconds * to.height;
  });
}

/** Standard error of a ground point along the line of sight, metres. */
function trembleM(ground: GroundMap, { at, height }: GroundPoint): number {
  const [, b, , d] = ground.scaleAt(at);
  return TREMBLE * height * Math.hypot(b, d);
}

/** Metres between two places; undefined where the map cannot be trusted. */
export function metresBetween(ground: GroundMap, a: GroundPoint, b: GroundPoint): number | undefined {
  if (!ground.reaches(a.at) || !ground.reaches(b.at)) return undefined;
  const [from, to] = [ground.toMetres(a.at), ground.toMetres(b.at)];
  return Math.hypot(to[0] - from[0], to[1] - from[1]);
}

/** How far a point lies beyond the line, in heights of the vehicle there. */
export function heightsBeyond(line: SceneLine, point: GroundPoint): number {
  return side(line, point.at) / point.height;
}

/** Metres beyond the line; undefined where the ground is not known. */
export function metresBeyond(scene: Scene, line: SceneLine, point: GroundPoint): number | undefined {
  if (!line.metres || !scene.ground?.reaches(point.at)) return undefined;
  return side(line.metres, scene.ground.toMetres(point.at));
}

/**
 * Degrees that one turned from the way `a` → `b` to the way `c` → `d`: positive to the right, −180..180. On the ground
 * where all four places are known there, else in the picture, which has the same sense of rotation.
 */
export function degreesTurned(
  { ground }: Scene,
  a: NormPoint,
  b: NormPoint,
  c: NormPoint,
  d: NormPoint,
): number {
  if (!ground || ![a, b, c, d].every((place) => ground.reaches(place)))
    return degreesBetween([b[0] - a[0], b[1] - a[1]], [d[0] - c[0], d[1] - c[1]]);
  const [p, q, r, s] = [ground.toMetres(a), ground.toMetres(b), ground.toMetres(c), ground.toMetres(d)];
  // North is up, the picture's y is down: turned over.
  return -degreesBetween([q[0] - p[0], q[1] - p[1]], [s[0] - r[0], s[1] - r[1]]);
}

function degreesBetween(a: NormPoint, b: NormPoint): number {
  return (Math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1]) * 180) / Math.PI;
}
