import { room } from '../hall/room.ts';
import type { Random } from '../world/random.ts';
import { layout } from '../world/junction.ts';
import type { SiteCamera } from './camera.ts';

const MOTORBIKE_M = 1.7;
const degrees = (radians: number) => (radians * 180) / Math.PI;

/** The same mast, a little elsewhere, with another lens. */
export function vary(camera: SiteCamera, random: Random): SiteCamera {
  const y = random.between(4.5, 9.5);
  return {
    ...camera,
    ...{ x: camera.x + random.between(-2, 2), y, s: camera.s + random.between(-6, 6) },
    pitch: random.between(8, 10 + y * 1.5),
    yaw: camera.yaw + random.between(-8, 8),
    fov: random.between(28, 58),
    barrel: random.between(0, 0.08),
  };
}

/** A low mast or a long lens at the queue or the approach: motorbikes there are 100 to 300 pixels high. */
export function approach(camera: SiteCamera, random: Random): SiteCamera {
  const looksNorth = Math.cos((camera.yaw * Math.PI) / 180) > 0;
  const x = looksNorth
    ? Math.sign(camera.x) * random.between(2, layout.main.halfWidth + 2.5)
    : random.between(-1, 7);
  const s = looksNorth ? random.between(-42, -30) : random.between(-9, 10);
  const y = random.between(3.4, 6.8);
  // Who comes from the south keeps to the right.
  const aimX = random.between(1.5, 5.5);
  // Not nearer than those could be seen whole, not beyond the stop line.
  const before = layout.stopLine + random.between(-2, 7);
  const aimS = looksNorth ? Math.max(s + 8, -before) : -before;
  const far = Math.hypot(aimX - x, aimS - s);
  const wished = random.between(115, 300);
  const focal = (wished * Math.hypot(far, y)) / MOTORBIKE_M;
  const fov = Math.min(58, Math.max(14, degrees(2 * Math.atan(camera.height / 2 / focal))));
  return {
    ...{ ...camera, x, y, s, fov },
    pitch: degrees(Math.atan2(y - 0.8, far)),
    yaw: degrees(Math.atan2(aimX - x, aimS - s)),
    barrel: random.between(0, fov > 30 ? 0.08 : 0.03),
  };
}

/** Any upper corner of the hall, moved, with another lens. */
export function underCeiling(camera: SiteCamera, random: Random): SiteCamera {
  const [side, end] = [random.pick([-1, 1]), random.pick([-1, 1])];
  const x = side * (room.halfWidth - random.between(0.3, 2.2));
  const s = end * (room.halfDepth - random.between(0.3, 1.2));
  const [aimX, aimS] = [random.between(-2, 2), random.between(-1.5, 2.5)];
  return {
    ...{ ...camera, x, s },
    // Beneath the ceiling, which hides everything from above it.
    y: random.between(2.4, room.height - 0.12),
    pitch: random.between(14, 34),
    yaw: degrees(Math.atan2(aimX - x, aimS - s)),
    fov: random.between(45, 85),
    barrel: random.between(0, 0.12),
  };
}
