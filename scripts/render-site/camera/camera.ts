import type { ActorState } from '../world/actor.ts';
import type { Pose } from '../world/path.ts';

/** A camera on a mast: where it stands, metres, and where it looks, degrees. */
export interface SiteCamera {
  id: string;
  x: number;
  /** Above the ground. */
  y: number;
  s: number;
  /** Downwards; to the right of north; vertical field of view. */
  pitch: number;
  yaw: number;
  fov: number;
  /** Barrel distortion: how much smaller, in parts, things are at a corner than in the middle. 0 is an ideal lens. */
  barrel: number;
  width: number;
  height: number;
  /** Watches the count line alone: the stop line may lie outside of its picture. */
  isForPlates?: true;
}

const usual = { width: 1280, height: 720, barrel: 0.035 };

/** The masts of the junction; all watch the stop line of the south arm. */
export const masts = {
  /** Over the pavement before the line: sees the rears, the near lamps and the way beyond. */
  behind: { ...usual, id: 'behind', x: 7.9, y: 6.8, s: -38, pitch: 14, yaw: -13, fov: 42 },
  /** On the other pavement, further to the side. */
  side: { ...usual, id: 'side', x: -10.5, y: 7.2, s: -33, pitch: 14.5, yaw: 22, fov: 46 },
  /** Beyond the junction, over the median: sees the fronts, and the lamps of the opposite arm, which change alike. */
  front: { ...usual, id: 'front', x: 0.8, y: 6.8, s: 15, pitch: 14, yaw: 171, fov: 40 },
} satisfies Record<string, SiteCamera>;

export interface Pixel {
  u: number;
  v: number;
  /** Metres along the optical axis. */
  depth: number;
}

/** Where a place (metres) lies in the picture, lens and all; undefined nearer than half a metre or behind the camera. */
export function project(camera: SiteCamera, x: number, y: number, s: number): Pixel | undefined {
  const yaw = (camera.yaw * Math.PI) / 180;
  const pitch = (camera.pitch * Math.PI) / 180;
  const [dx, dy, ds] = [x - camera.x, y - camera.y, s - camera.s];
  const right = dx * Math.cos(yaw) - ds * Math.sin(yaw);
  const forward = dx * Math.sin(yaw) + ds * Math.cos(yaw);
  const depth = forward * Math.cos(pitch) - dy * Math.sin(pitch);
  const up = forward * Math.sin(pitch) + dy * Math.cos(pitch);
  if (depth < 0.5) return undefined;
  const focal = camera.height / 2 / Math.tan((camera.fov * Math.PI) / 360);
  const [du, dv] = bend(camera, (focal * right) / depth, (focal * up) / depth);
  return { u: camera.width / 2 + du, v: camera.height / 2 - dv, depth };
}

/**
 * From the ideal place to the one behind the lens. The drawing goes the other way, `ideal = r (1 + barrel r²) / (1 +
 * barrel)` with `r` in half diagonals, so that the corners stay where they are; here the root is found by Newton.
 */
function bend({ width, height, barrel }: SiteCamera, du: number, dv: number): [number, number] {
  const ideal = Math.hypot(du, dv) / (Math.hypot(width, height) / 2);
  if (barrel === 0 || ideal === 0) return [du, dv];
  let r = ideal;
  for (let i = 0; i < 8; i += 1) {
    r -= (r * (1 + barrel * r * r) - ideal * (1 + barrel)) / (1 + 3 * barrel * r * r);
  }
  return [(du * r) / ideal, (dv * r) / ideal];
}

/** A place in a body's own frame (front, right, up; metres) on the ground. */
export function place(pose: Pose, front: number, right: number): { x: number; s: number } {
  const [sin, cos] = [Math.sin(pose.heading), Math.cos(pose.heading)];
  return { x: pose.x + front * sin + right * cos, s: pose.s + front * cos - right * sin };
}

/** Where a place in the frame of a body, which may lean, lies in the picture; the ground under it is so high. */
export function projectBody(
  camera: SiteCamera,
  actor: Pick<ActorState, 'x' | 's' | 'heading' | 'lean'>,
  { front, right, up }: { front: number; right: number; up: number },
  ground: number,
): Pixel | undefined {
  // Who leans turns about the ground.
  const { x, s } = place(actor, front, right * Math.cos(actor.lean) + up * Math.sin(actor.lean));
  return project(camera, x, ground + up * Math.cos(actor.lean), s);
}

/** Pixels that a metre across the view is wide, at a depth, in the middle of the picture. */
export function pixelsPerMetre({ height, fov }: SiteCamera, depth: number): number {
  return height / 2 / Math.tan((fov * Math.PI) / 360) / depth;
}
