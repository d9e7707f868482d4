import { project, type Pixel, type SiteCamera } from '../camera/camera.ts';
import { heads, LAMP_M, type Head } from '../world/heads.ts';
import { layout, onArm, type Arm } from '../world/junction.ts';
import type { Ground } from '../world/path.ts';
import {
  countLineEnds,
  roads,
  solidLineEnds,
  standsS,
  stopLineEnds,
  zones,
  type GroundZone,
} from '../world/zones.ts';

type Point = [number, number];
type Ends = readonly [Ground, Ground];

/** Edges of zones are walked in so many pieces, for a lens bends them. */
const PIECES = 8;
/** Lines are walked in so many steps; of which so many must be seen. */
const LINE_STEPS = 200;
const LEAST_SEEN = 0.3;
/** How far away vehicles still matter, and how large a part of the picture is worth a closer look. */
const [FAR_M, CLOSER] = [60, 0.65];
/** Fewer places make a poor map. */
const ENOUGH_PLACES = 8;
const heavy = ['car', 'truck', 'bus'];

/**
 * The scene that fits a camera at the junction: every line, zone and lamp is projected from the ground, none is drawn
 * by hand. Zones and exits that do not lie in the picture are left out. Throws when the stop line is outside of it.
 */
export function sceneOf(camera: SiteCamera, { officer = false } = {}): object {
  if (!camera.isForPlates && !stopLineEnds.every((place) => isInside(pixelOf(camera, place), camera))) {
    throw new Error(`the stop line lies outside the picture of camera "${camera.id}"`);
  }
  const north = { forward: direction(camera, [4, -30], [4, -18]) };
  const exits = exitsOf(camera);
  const head = headFor(camera);
  return {
    scene: {
      signals: head ? [{ id: 'main', lamps: lampsOf(camera, head) }] : [],
      lines: [
        ...lineOf(camera, countLineEnds, { id: 'count-main', kind: 'count', ...north }),
        ...lineOf(camera, stopLineEnds, {
          ...{ id: 'stop', kind: 'stop-line', ...north },
          ...(head && { signal: 'main', turnOnRed: [{ movement: 'right' }] }),
          ...(exits.length === 3 && {
            exits: Object.fromEntries(exits.map(({ movement, id }) => [movement, [id]])),
          }),
          forbids: [
            { movement: 'left', classes: heavy, sign: 'P.123a' },
            { movement: 'u-turn', classes: heavy, sign: 'P.124a' },
          ],
        }),
        ...lineOf(camera, solidLineEnds, {
          ...{ id: 'solid', kind: 'solid-line' },
          ...{ forward: direction(camera, [3, -22], [5.4, -22]), classes: heavy },
        }),
        ...exits.flatMap(({ id, ends, forward }) => lineOf(camera, ends, { id, kind: 'count', forward })),
      ],
      zones: [...zones, ...roads].flatMap((zone) => zoneOf(camera, zone) ?? []),
      regions: regionsOf(camera),
      rules: { 'park-no-parking-sign': { dwellS: standsS['no-parking'] } },
      ground: { points: groundPoints(camera) },
      ...(officer && { officerDirecting: true }),
    },
  };
}

/** The lines over which the movements leave the junction, as far as they lie in the picture. */
function exitsOf(camera: SiteCamera) {
  const ways: [movement: string, arm: Arm][] = [
    ['straight', 'north'],
    ['right', 'east'],
    ['left', 'west'],
  ];
  return ways.flatMap(([movement, arm]) => {
    const half = arm === 'north' ? layout.main.halfWidth : layout.side.halfWidth;
    const ends: Ends = [onArm(arm, layout.zebra.near - 0.5, -half), onArm(arm, layout.zebra.near - 0.5, 0)];
    if (!ends.every((place) => isInside(pixelOf(camera, place), camera))) return [];
    const [inner, outer] = [
      onArm(arm, layout.zebra.near - 2, -half / 2),
      onArm(arm, layout.zebra.far, -half / 2),
    ];
    return [{ movement, id: `exit-${arm}`, ends, forward: direction(camera, inner, outer) }];
  });
}

/** The near lamps of the south arm, or, seen from beyond the junction, those of the opposite arm that change alike. */
function headFor(camera: SiteCamera): Head | undefined {
  const looksNorth = Math.cos((camera.yaw * Math.PI) / 180) > 0;
  const wanted = looksNorth ? ['south-near', 'south-far'] : ['north-far', 'north-near'];
  return wanted
    .flatMap((id) => heads.find((one) => one.id === id) ?? [])
    .find(({ x, up, s }) => isInside(project(camera, x, up + LAMP_M, s), camera));
}

function lampsOf(camera: SiteCamera, { x, s, up, heading }: Head): object {
  const [rx, rs] = [Math.cos(heading), -Math.sin(heading)];
  const region = (place: number) => {
    const middle = up - place * LAMP_M;
    const half = LAMP_M / 2;
    const corners = [-half, half].flatMap((side) =>
      [-half, half].flatMap((rise) => project(camera, x + rx * side, middle + rise, s + rs * side) ?? []),
    );
    const [us, vs] = [corners.map(({ u }) => u / camera.width), corners.map(({ v }) => v / camera.height)];
    const [left, top] = [Math.min(...us), Math.min(...vs)];
    return [left, top, Math.max(...us) - left, Math.max(...vs) - top].map(round);
  };
  return { red: region(0), yellow: region(1), green: region(2) };
}

function zoneOf(camera: SiteCamera, { id, kind, polygon, heading, classes, limitKmh }: GroundZone) {
  const outlined = outline(camera, polygon);
  if (!outlined) return undefined;
  return {
    ...{ id, kind, polygon: outlined },
    ...(heading !== undefined && { direction: along(camera, polygon, heading) }),
    ...(classes && { classes }),
    ...(limitKmh !== undefined && { limitKmh }),
  };
}

/**
 * Where vehicles are small and matter: the stop line and the middle of the junction or, where these fill the picture, the
 * arm that leads there. What is as large as the picture is shown no closer by a second look.
 */
function regionsOf(camera: SiteCamera): object[] {
  const { stopLine, zebra } = layout;
  const boxes = [
    { id: 'crossing', box: boxOf(camera, [-stopLine - 4, zebra.near]) },
    { id: 'approach', box: boxOf(camera, [-FAR_M, -stopLine]) },
  ];
  return boxes.filter(({ box: [, , size = 1] }) => size <= CLOSER).slice(0, 1);
}

/** The part of the main road between these places as a part of the picture, of its shape. */
function boxOf(camera: SiteCamera, stretch: readonly number[]): number[] {
  const { halfWidth } = layout.main;
  const seen = [-halfWidth, halfWidth].flatMap((x) =>
    stretch.flatMap((s) => [0, 2].flatMap((up) => project(camera, x, up, s) ?? [])),
  );
  const ends = (values: number[]) =>
    [Math.max(0, Math.min(...values)), Math.min(1, Math.max(...values))] as const;
  const [left, right] = ends(seen.map(({ u }) => u / camera.width));
  const [top, bottom] = ends(seen.map(({ v }) => v / camera.height));
  const size = Math.min(1, Math.max(right - left, bottom - top));
  const start = (from: number, to: number) => Math.min(1 - size, Math.max(0, (from + to - size) / 2));
  return [start(left, right), start(top, bottom), size, size].map(round);
}

/** The direction of travel in a zone's part that the camera sees; zones begin at their near end. */
function along(camera: SiteCamera, polygon: readonly Ground[], heading: number): Point {
  const [a, b, c, d] = polygon;
  if (!a || !b || !c || !d) throw new Error('a lane has four corners');
  for (const part of [0.5, 0.3, 0.15, 0.05]) {
    const [x, s] = [0, 1].map(
      (i) => ((a[i] ?? 0) + (b[i] ?? 0)) * (1 - part) + ((c[i] ?? 0) + (d[i] ?? 0)) * part,
    );
    const at: Ground = [(x ?? 0) / 2, (s ?? 0) / 2];
    const to: Ground = [at[0] + 3 * Math.sin(heading), at[1] + 3 * Math.cos(heading)];
    if (isInside(pixelOf(camera, at), camera) && isInside(pixelOf(camera, to), camera))
      return direction(camera, at, to);
  }
  throw new Error(`camera "${camera.id}" does not see the lanes that it is for`);
}

/** A polygon, `up` metres over the ground, in the picture; undefined when hardly any of the picture shows it. */
export function outline(camera: SiteCamera, polygon: readonly Ground[], up = 0): Point[] | undefined {
  const seen = polygon.flatMap(([ax, as], index) => {
    const [bx, bs] = polygon[(index + 1) % polygon.length] ?? [ax, as];
    return Array.from({ length: PIECES }, (_, step): Ground => {
      const part = step / PIECES;
      return [ax + (bx - ax) * part, as + (bs - as) * part];
    }).flatMap((place) => pixelOf(camera, place, up) ?? []);
  });
  const clipped = clipToPicture(seen.map(({ u, v }): Point => [u / camera.width, v / camera.height]));
  if (clipped.length < 3 || areaOf(clipped) < 0.0012) return undefined;
  return clipped.map(([x, y]): Point => [round(x), round(y)]);
}

/** Cuts a polygon at the edges of the picture (Sutherland and Hodgman 1974). */
function clipToPicture(polygon: Point[]): Point[] {
  let kept = polygon;
  for (const [axis, edge, keeps] of [
    [0, 0, (v: number) => v >= 0],
    [0, 1, (v: number) => v <= 1],
    [1, 0, (v: number) => v >= 0],
    [1, 1, (v: number) => v <= 1],
  ] as const) {
    kept = kept.flatMap((point, index) => {
      const before = kept.at(index - 1) ?? point;
      const part = (edge - before[axis]) / (point[axis] - before[axis] || 1e-12);
      const cut: Point = [
        before[0] + (point[0] - before[0]) * part,
        before[1] + (point[1] - before[1]) * part,
      ];
      const crosses = keeps(point[axis]) !== keeps(before[axis]);
      return [...(crosses ? [cut] : []), ...(keeps(point[axis]) ? [point] : [])];
    });
  }
  return kept;
}

function areaOf(polygon: readonly Point[]): number {
  return Math.abs(
    polygon.reduce((sum, [x, y], index) => {
      const [px, py] = polygon.at(index - 1) ?? [0, 0];
      return sum + (px * y - x * py) / 2;
    }, 0),
  );
}

/** Places of the road for the ground map: a grid over both streets, a finer one where the lens shows little of it. */
function groundPoints(camera: SiteCamera): number[][] {
  const grid = seenPlaces(camera, [-45, -30, -22, -14.6, -8, 0, 8, 16, 30], [-6.5, -2, 2, 6.5]);
  if (grid.length >= ENOUGH_PLACES) return grid;
  const fine = Array.from({ length: 40 }, (_, index) => -50 + 2 * index);
  return seenPlaces(camera, fine, [-6.5, -4.5, -2, 2, 4.5, 6.5]);
}

function seenPlaces(camera: SiteCamera, rows: readonly number[], columns: readonly number[]): number[][] {
  return rows.flatMap((s) =>
    columns.flatMap((x) => {
      const seen = pixelOf(camera, [x, s]);
      return isInside(seen, camera) && seen
        ? [[round(seen.u / camera.width), round(seen.v / camera.height), x, s]]
        : [];
    }),
  );
}

/** A line on the ground in the picture, cut to it: it is walked in small steps. Undefined when too little is seen. */
export function line(camera: SiteCamera, [from, to]: Ends): { from: Point; to: Point } | undefined {
  const steps = Array.from({ length: LINE_STEPS + 1 }, (_, step): Ground => {
    const part = step / LINE_STEPS;
    return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
  }).flatMap((place) => {
    const seen = pixelOf(camera, place);
    return seen && isInside(seen, camera) ? [seen] : [];
  });
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last || steps.length < LEAST_SEEN * LINE_STEPS) return undefined;
  const unit = ({ u, v }: Pixel): Point => [round(u / camera.width), round(v / camera.height)];
  return { from: unit(first), to: unit(last) };
}

/** The line as a part of a scene, with what is said of it; nothing where it is not seen. */
function lineOf(
  camera: SiteCamera,
  ends: Ends,
  { id, kind, ...more }: { id: string; kind: string } & Record<string, unknown>,
) {
  const placed = line(camera, ends);
  return placed ? [{ id, kind, ...placed, ...more }] : [];
}

/** Which way in the picture one moves from a place to another. */
export function direction(camera: SiteCamera, from: Ground, to: Ground): Point {
  const [a, b] = [pixelOf(camera, from), pixelOf(camera, to)];
  if (!a || !b) throw new Error(`camera "${camera.id}" does not see the ground that it is for`);
  const [du, dv] = [(b.u - a.u) / camera.width, (b.v - a.v) / camera.height];
  const length = Math.hypot(du, dv);
  return [round(du / length), round(dv / length)];
}

const pixelOf = (camera: SiteCamera, [x, s]: Ground, up = 0) => project(camera, x, up, s);
const round = (value: number) => Math.round(value * 1e4) / 1e4;

function isInside(pixel: { u: number; v: number } | undefined, { width, height }: SiteCamera): boolean {
  return pixel !== undefined && pixel.u >= 0 && pixel.v >= 0 && pixel.u <= width && pixel.v <= height;
}
