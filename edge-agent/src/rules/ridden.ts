import { inside } from '../scene/geometry.ts';
import type { Scene, SceneZone } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import type { Reason } from './answer.ts';
import { isFar, metresBetween, type FarEnough } from './way.ts';

/**
 * Why nobody can say that a vehicle was ridden in this zone; undefined when it was, at whatever time: it went a way there,
 * faster than one who pushes it (where the scene knows its ground).
 */
export function ridden(
  track: Track,
  { polygon }: SceneZone,
  scene: Scene,
  least: FarEnough & { paceKmh: number },
): Reason | undefined {
  let from: GroundPoint | undefined;
  let why: Reason = 'not-met';
  for (const point of track.trajectory) {
    if (!inside(polygon, point.at)) continue;
    if (from === undefined) why = track.standing ? 'standing' : 'not-far-enough';
    from ??= point;
    if (!isFar(scene, from, point, least)) continue;
    const metres = scene.ground && metresBetween(scene.ground, from, point);
    if (metres === undefined || (metres / (point.t - from.t)) * 3.6 >= least.paceKmh) return undefined;
    why = 'walking-pace';
    from = point;
  }
  return why;
}
