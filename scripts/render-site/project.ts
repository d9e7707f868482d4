import type { SiteCamera } from './site.ts';
import type { ActorState } from './traffic.ts';

export interface PixelBox {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A ground point (metres) in pixels, with its distance along the optical axis; undefined behind the camera. */
export function project(
  camera: SiteCamera,
  x: number,
  y: number,
  s: number,
): { u: number; v: number; depth: number } | undefined {
  const yaw = (camera.yaw * Math.PI) / 180;
  const pitch = (camera.pitch * Math.PI) / 180;
  const [dx, dy, ds] = [x - camera.x, y - camera.y, s - camera.s];
  const right = dx * Math.cos(yaw) - ds * Math.sin(yaw);
  const forward = dx * Math.sin(yaw) + ds * Math.cos(yaw);
  const depth = forward * Math.cos(pitch) - dy * Math.sin(pitch);
  const up = forward * Math.sin(pitch) + dy * Math.cos(pitch);
  if (depth < 0.5) return undefined;
  const focal = camera.height / 2 / Math.tan((camera.fov * Math.PI) / 360);
  return {
    u: camera.width / 2 + (focal * right) / depth,
    v: camera.height / 2 - (focal * up) / depth,
    depth,
  };
}

export interface SeenActor {
  actor: ActorState;
  /** The whole body, and the part of it inside the picture. */
  full: PixelBox;
  box: PixelBox;
  /** Part of `full` that is inside the picture and not behind a nearer actor, 0..1. */
  visible: number;
  depth: number;
}

/** Everyone in the picture, nearest first, with boxes and how much of each can be seen. */
export function see(camera: SiteCamera, actors: ActorState[]): SeenActor[] {
  const seen: SeenActor[] = [];
  const nearestFirst = actors
    .flatMap((actor) => bodyBox(camera, actor) ?? [])
    .sort((a, b) => a.depth - b.depth);
  for (const { actor, full, depth } of nearestFirst) {
    const box = clip(camera, full);
    if (box === undefined) continue;
    const visible = ((box.w * box.h) / (full.w * full.h)) * (1 - hidden(box, seen));
    seen.push({ actor, full, box, visible, depth });
  }
  return seen;
}

function bodyBox(
  camera: SiteCamera,
  actor: ActorState,
): { actor: ActorState; full: PixelBox; depth: number } | undefined {
  const { length, width, height } = actor.look;
  const points = [];
  for (const along of [-0.5, 0.5]) {
    for (const across of [-0.5, 0.5]) {
      for (const up of [0, 1]) {
        // Roofs are shorter and narrower than the ground plan; a box around the plan alone would be loose.
        const shrink = up === 1 ? roofShare(actor) : 1;
        const a = along * length * shrink;
        const b = across * width * (up === 1 ? 0.85 : 1);
        const x = actor.x + a * Math.sin(actor.heading) + b * Math.cos(actor.heading);
        const s = actor.s + a * Math.cos(actor.heading) - b * Math.sin(actor.heading);
        const point = project(camera, x, up * height, s);
        if (point === undefined) return undefined;
        points.push(point);
      }
    }
  }
  const us = points.map((point) => point.u);
  const vs = points.map((point) => point.v);
  const [left, top] = [Math.min(...us), Math.min(...vs)];
  const full = { x: left, y: top, w: Math.max(...us) - left, h: Math.max(...vs) - top };
  return { actor, full, depth: Math.min(...points.map((point) => point.depth)) };
}

function roofShare({ look }: ActorState): number {
  if (look.class === 'bus' || look.class === 'truck' || look.model === 'van') return 0.97;
  return look.class === 'motorbike' || look.class === 'bicycle' ? 0.3 : 0.5;
}

function clip(camera: SiteCamera, { x, y, w, h }: PixelBox): PixelBox | undefined {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(camera.width, x + w), Math.min(camera.height, y + h)];
  return right - left < 2 || bottom - top < 2
    ? undefined
    : { x: left, y: top, w: right - left, h: bottom - top };
}

/** Part of a box behind nearer boxes, sampled on a 8 × 8 grid. */
function hidden(box: PixelBox, nearer: SeenActor[]): number {
  let covered = 0;
  for (let i = 0; i < 64; i += 1) {
    const u = box.x + (((i % 8) + 0.5) / 8) * box.w;
    const v = box.y + ((Math.floor(i / 8) + 0.5) / 8) * box.h;
    if (nearer.some(({ box: b }) => u > b.x && u < b.x + b.w && v > b.y && v < b.y + b.h)) covered += 1;
  }
  return covered / 64;
}
