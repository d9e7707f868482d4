import type { ActorState } from '../world/actor.ts';
import { blocksOf, plateSpots, type Block } from '../world/bodies.ts';
import type { Prop } from '../world/props.ts';
import { heightAt } from '../world/junction.ts';
import { place, project, projectBody, type Pixel, type SiteCamera } from './camera.ts';
import { seeHeads, type SeenHead } from './see-heads.ts';
import { hullOf, IdGrid, type PixelPoint } from './id-grid.ts';

export interface PixelBox {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface SeenPlate {
  side: 'front' | 'rear';
  /** Top left, top right, bottom right, bottom left as one reads it, pixels. */
  corners: [number, number][];
  /** Mean of the upper and the lower edge, pixels. */
  width: number;
  /** Nothing stands before it. */
  isClear: boolean;
}

export interface SeenActor {
  actor: ActorState;
  /** The whole body, also beyond the edges of the picture. */
  full: PixelBox;
  /** The part of it that lies in the picture. */
  box: PixelBox;
  /** The part of `box` that is not hidden; undefined when nothing is. */
  shown: PixelBox | undefined;
  /** Part of the body that is in the picture and not hidden, 0..1. */
  visible: number;
  depth: number;
  plates: SeenPlate[];
  /** Heads of the riders of a motorbike, in their order, also those that are hidden. */
  heads: SeenHead[];
}

/** How high the ground is at a place, metres. */
export type HeightMap = (x: number, s: number) => number;

/** Ids of things that stand still, in the grid of what hides what. */
const STANDING = -2;

/**
 * Everyone in the picture, nearest first; the ground is the junction's unless another is given. What hides what is found by painting the outlines of all bodies and standing
 * things, the farthest first, on a coarse grid.
 */
export function see(
  camera: SiteCamera,
  actors: readonly ActorState[],
  props: readonly Prop[] = [],
  ground: HeightMap = heightAt,
): SeenActor[] {
  const grid = new IdGrid(camera.width, camera.height);
  const outlines = actors.flatMap((actor) => outlineOf(camera, actor, ground) ?? []);
  // Block by block: who sits on a chair has the legs before it and the back behind it.
  const pieces = [
    ...outlines.flatMap(({ pieces }) => pieces),
    ...props.flatMap((prop) => propPiece(camera, prop) ?? []),
  ].sort((a, b) => b.depth - a.depth);
  for (const { id, hull } of pieces) grid.fill(hull, id);
  const seen: SeenActor[] = [];
  for (const { id, actor, pieces: own, depth } of outlines.sort((a, b) => b.depth - a.depth)) {
    const hulls = own.map(({ hull }) => hull);
    const points = hulls.flat();
    const full = bounds(points);
    const box = clip(camera, full);
    if (!box) continue;
    const alone = grid.count(hulls);
    const { cells, area } = grid.shown(id, box);
    const inside = (box.w * box.h) / Math.max(1, full.w * full.h);
    const visible = alone === 0 ? 0 : Math.min(1, cells / alone) * inside;
    const shown = area && clip(camera, area);
    seen.push({
      actor,
      full,
      box,
      shown,
      visible,
      depth,
      plates: visible > 0.1 ? platesOf(camera, actor, id, grid, ground) : [],
      heads: seeHeads(camera, actor, grid, ground(actor.x, actor.s)),
    });
  }
  return seen.reverse();
}

/** A convex part of a body or thing. */
interface Piece {
  id: number;
  hull: PixelPoint[];
  depth: number;
}

interface Outline {
  id: number;
  actor: ActorState;
  pieces: Piece[];
  depth: number;
}

function outlineOf(camera: SiteCamera, actor: ActorState, ground: HeightMap): Outline | undefined {
  const { id } = actor;
  const pieces = blocksOf(actor.look).flatMap(
    (block) => pieceOf(id, cornersOf(camera, actor, block, ground(actor.x, actor.s))) ?? [],
  );
  const middle = project(camera, actor.x, actor.look.height / 2, actor.s);
  if (pieces.length === 0 || !middle) return undefined;
  return { id, actor, pieces, depth: middle.depth };
}

function pieceOf(id: number, corners: readonly Pixel[]): Piece | undefined {
  if (corners.length < 4) return undefined;
  const depth = corners.reduce((sum, corner) => sum + corner.depth, 0) / corners.length;
  return { id, hull: hullOf(corners.map(({ u, v }) => [u, v])), depth };
}

function cornersOf(
  camera: SiteCamera,
  actor: ActorState,
  { front, right, up }: Block,
  ground: number,
): Pixel[] {
  return front.flatMap((f) =>
    right.flatMap((r) =>
      up.flatMap((u) => projectBody(camera, actor, { front: f, right: r, up: u }, ground) ?? []),
    ),
  );
}

function propPiece(camera: SiteCamera, { x, s, size, up }: Prop): Piece | undefined {
  return pieceOf(
    STANDING,
    [-1, 1].flatMap((i) =>
      [-1, 1].flatMap((j) =>
        up.flatMap((y) => project(camera, x + (i * size[0]) / 2, y, s + (j * size[1]) / 2) ?? []),
      ),
    ),
  );
}

/** Plates that face the camera and lie in the picture, save those of which no corner is to be seen. */
function platesOf(
  camera: SiteCamera,
  actor: ActorState,
  id: number,
  grid: IdGrid,
  ground: HeightMap,
): SeenPlate[] {
  return plateSpots(actor.look).flatMap((spot) => {
    const away = spot.side === 'rear' ? -1 : 1;
    const centre = place(actor, spot.front, 0);
    const [tx, ts] = [camera.x - centre.x, camera.s - centre.s];
    const facing =
      (away * (tx * Math.sin(actor.heading) + ts * Math.cos(actor.heading))) / Math.hypot(tx, ts);
    if (facing < 0.25) return [];
    // Read from behind, the plate's left is the vehicle's left; from the front it is its right.
    const left = spot.side === 'rear' ? -1 : 1;
    const corners = (
      [
        [left, 1],
        [-left, 1],
        [-left, -1],
        [left, -1],
      ] as const
    ).flatMap(([side, up]) => {
      const { x, s } = place(actor, spot.front, (side * spot.width) / 2);
      return project(camera, x, ground(actor.x, actor.s) + spot.up + (up * spot.height) / 2, s) ?? [];
    });
    const [a, b, c, d] = corners.map(({ u, v }): [number, number] => [u, v]);
    if (
      !a ||
      !b ||
      !c ||
      !d ||
      ![a, b, c, d].every(([u, v]) => u >= 0 && v >= 0 && u < camera.width && v < camera.height)
    )
      return [];
    const isSeen = ([u, v]: [number, number]) =>
      grid.at((u + (a[0] + c[0]) / 2) / 2, (v + (a[1] + c[1]) / 2) / 2) === id;
    const open = [a, b, c, d].filter(isSeen).length;
    if (open === 0) return [];
    const width = (Math.hypot(b[0] - a[0], b[1] - a[1]) + Math.hypot(c[0] - d[0], c[1] - d[1])) / 2;
    return [{ side: spot.side, corners: [a, b, c, d], width, isClear: open === 4 }];
  });
}

/** The upright box around points. */
export function bounds(points: readonly PixelPoint[]): PixelBox {
  const us = points.map(([u]) => u);
  const vs = points.map(([, v]) => v);
  const [x, y] = [Math.min(...us), Math.min(...vs)];
  return { x, y, w: Math.max(...us) - x, h: Math.max(...vs) - y };
}

function clip(camera: SiteCamera, { x, y, w, h }: PixelBox): PixelBox | undefined {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(camera.width, x + w), Math.min(camera.height, y + h)];
  if (right - left < 2 || bottom - top < 2) return undefined;
  return { x: left, y: top, w: right - left, h: bottom - top };
}
