import type { ObjectClass } from '@vamco/contracts';
import type { Scene } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';

/** Part of the picture's height below which nobody can tell a motorbike from a car. */
const LEAST_HEIGHT = 0.055;
/** Nothing with two axles is narrower than this from any side, metres. */
const LEAST_WIDTH_M = 1.3;
/** Its newest looks: where a track went on with another body, they alone show the one that did something. */
const NEWEST_S = 2;
const wide: ReadonlySet<ObjectClass> = new Set(['car', 'truck', 'bus']);

/**
 * Is this surely a vehicle of one of these classes: by the detector's votes, seen large enough once to tell, and (on
 * known ground) as wide as it must be, all in all and of late?
 * @param least part of the votes, 0..1
 */
export function isSurely(
  track: Track,
  classes: (name: ObjectClass) => boolean,
  least: number,
  scene: Scene,
): boolean {
  if (shareOf(track, classes) < least) return false;
  const { trajectory } = track;
  if (!trajectory.some(({ height }) => height >= LEAST_HEIGHT)) return false;
  return !wide.has(track.class) || !(isNarrow(trajectory, scene) || isNarrow(newest(trajectory), scene));
}

/** Part of the track’s class votes that went to these classes, 0..1. */
function shareOf(track: Track, classes: (name: ObjectClass) => boolean): number {
  if (!track.votes) return classes(track.class) ? 1 : 0;
  let [those, all] = [0, 0];
  for (const [name, votes] of track.votes) {
    all += votes;
    if (classes(name)) those += votes;
  }
  return all === 0 ? 0 : those / all;
}

function newest(trajectory: readonly GroundPoint[]): GroundPoint[] {
  const lastS = trajectory.at(-1)?.t ?? 0;
  return trajectory.filter(({ t }) => t > lastS - NEWEST_S);
}

/** Half of the looks or more show a body too narrow for its class. */
function isNarrow(trajectory: readonly GroundPoint[], { ground }: Scene): boolean {
  if (!ground) return false;
  const known = trajectory.filter(({ at }) => ground.reaches(at));
  const narrow = known.filter(({ at, width }) => {
    const [a, , c] = ground.scaleAt(at);
    return width * Math.hypot(a, c) < LEAST_WIDTH_M;
  });
  return known.length > 0 && narrow.length * 2 >= known.length;
}
