import type { ActorState } from '../world/actor.ts';
import { headPlaces, seatsOf, trunkAbove, type HeadPlace } from '../world/seats.ts';
import { pixelsPerMetre, projectBody, type SiteCamera } from './camera.ts';
import type { IdGrid } from './id-grid.ts';

export interface SeenHead {
  /** Its middle, pixels; also beyond the edges of the picture. */
  u: number;
  v: number;
  /** Diameter, pixels. */
  size: number;
  /** Part of it that is in the picture and not hidden, 0..1. */
  visible: number;
  helmet: boolean;
}

/** A ball in the picture. */
interface Disc {
  u: number;
  v: number;
  radius: number;
  depth: number;
}

/** Places of a head that are looked at, in parts of its radius. */
const looked = [-0.8, -0.4, 0, 0.4, 0.8]
  .flatMap((i) => [-0.8, -0.4, 0, 0.4, 0.8].map((j) => [i, j] as const))
  .filter(([i, j]) => Math.hypot(i, j) < 0.95);

/**
 * The heads of the riders of a motorbike. Others hide them where the grid shows these others; the riders of the same
 * motorbike do with heads and trunks that are nearer.
 */
export function seeHeads(camera: SiteCamera, actor: ActorState, grid: IdGrid, ground: number): SeenHead[] {
  const { look, id } = actor;
  if (look.class !== 'motorbike') return [];
  const disc = (at: HeadPlace) => discOf(camera, actor, at, ground);
  const trunks = seatsOf(look).map((seat) => trunkAbove(seat).ends.flatMap((end) => disc(end) ?? []));
  const heads = headPlaces(look).map(disc);
  return heads.flatMap((head, index) => {
    if (!head) return [];
    const hiders = heads.flatMap((other, at) => {
      if (!other || at === index || other.depth >= head.depth) return [];
      return [[other, other], trunks[at] ?? []];
    });
    const open = looked.filter(([i, j]) => {
      const [u, v] = [head.u + i * head.radius, head.v + j * head.radius];
      if (u < 0 || v < 0 || u >= camera.width || v >= camera.height) return false;
      const shown = grid.at(u, v);
      return (shown === id || shown === -1) && !hiders.some((ends) => isCovered(ends, u, v));
    });
    const helmet = look.riders[index]?.helmet ?? false;
    return [{ u: head.u, v: head.v, size: head.radius * 2, visible: open.length / looked.length, helmet }];
  });
}

function discOf(camera: SiteCamera, actor: ActorState, at: HeadPlace, ground: number): Disc | undefined {
  const middle = projectBody(camera, actor, at, ground);
  return middle && { ...middle, radius: at.radius * pixelsPerMetre(camera, middle.depth) };
}

/** Whether a pixel lies within a capsule between two discs. */
function isCovered([a, b]: readonly Disc[], u: number, v: number): boolean {
  if (!a || !b) return false;
  const [du, dv] = [b.u - a.u, b.v - a.v];
  const far = du * du + dv * dv;
  const part = far === 0 ? 0 : Math.min(1, Math.max(0, ((u - a.u) * du + (v - a.v) * dv) / far));
  return Math.hypot(u - a.u - part * du, v - a.v - part * dv) < a.radius + part * (b.radius - a.radius);
}
