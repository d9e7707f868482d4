import { inside } from '../scene/geometry.ts';
import type { Scene, SceneZone } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import type { Reason } from './answer.ts';
import { Fold } from './fold.ts';
import { isFar, metresBetween, type FarEnough } from './way.ts';

type Least = FarEnough & { paceKmh: number };

interface Ride {
  /** Where the way began that is being measured; undefined before the vehicle came into the zone. */
  from?: GroundPoint;
  is: 'outside' | 'there' | 'walking-pace' | 'ridden';
}

/** One fold for each zone and set of numbers. */
const folds = new WeakMap<SceneZone, WeakMap<Least, Fold<Ride>>>();

/**
 * Why nobody can say that a vehicle was ridden in this zone; undefined when it was, at whatever time: it went a way there,
 * faster than one who pushes it (where the scene knows its ground).
 */
export function ridden(track: Track, zone: SceneZone, scene: Scene, least: Least): Reason | undefined {
  const { is } = foldOf(zone, scene, least).over(track.trajectory);
  if (is === 'ridden') return undefined;
  if (is === 'walking-pace') return is;
  if (is === 'outside') return 'not-met';
  return track.standing ? 'standing' : 'not-far-enough';
}

function foldOf(zone: SceneZone, scene: Scene, least: Least): Fold<Ride> {
  const known = folds.get(zone) ?? new WeakMap<Least, Fold<Ride>>();
  folds.set(zone, known);
  const fold =
    known.get(least) ??
    new Fold<Ride>({ is: 'outside' }, (ride, point) => goOn(ride, point, zone, scene, least));
  known.set(least, fold);
  return fold;
}

function goOn(ride: Ride, point: GroundPoint, { polygon }: SceneZone, scene: Scene, least: Least): Ride {
  if (ride.is === 'ridden' || !inside(polygon, point.at)) return ride;
  const { from } = ride;
  if (!from) return { is: 'there', from: point };
  if (!isFar(scene, from, point, least)) return ride;
  const metres = scene.ground && metresBetween(scene.ground, from, point);
  const isQuick = metres === undefined || (metres / (point.t - from.t)) * 3.6 >= least.paceKmh;
  return isQuick ? { is: 'ridden' } : { is: 'walking-pace', from: point };
}
