import type { Movement } from '@vamco/contracts';
import { inside } from '../scene/geometry.ts';
import type { Scene, SceneLine } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import { forwardCrossing, type Crossing } from './crossing.ts';
import { turnAround } from './u-turn.ts';
import { degreesTurned, isFar } from './way.ts';

/** A heading is taken over this way. */
const LEG = { wayHeights: 0.8, wayM: 3 };
/** Way beyond the line after which a turn is one, and after which going straight is. */
const AFTER_TURN = { wayHeights: 1, wayM: 5 };
const AFTER_STRAIGHT = { wayHeights: 2.5, wayM: 15 };
/** Degrees; in between nobody can say. */
const STRAIGHT = 25;
const TURN = [50, 135] as const;
const AROUND = 150;

/**
 * Where a vehicle goes after it crossed `line`, and since when that is known: by the exit it takes, or, where the
 * scene names no exits, by how far its heading turned. Undefined as long as it cannot be told.
 */
export function movementOf(
  track: Track,
  line: SceneLine,
  crossing: Crossing,
  scene: Scene,
): { movement: Movement; atS: number } | undefined {
  return line.exits.size > 0 ? byExit(track, line, crossing, scene) : byHeading(track, crossing, scene);
}

function byExit(track: Track, line: SceneLine, { crossedS, beyond }: Crossing, scene: Scene) {
  let best: { movement: Movement; atS: number } | undefined;
  for (const [movement, ids] of line.exits) {
    for (const id of ids) {
      const atS = leftBy(id, track, beyond, crossedS, scene);
      if (atS !== undefined && atS < (best?.atS ?? Infinity)) best = { movement, atS };
    }
  }
  return best;
}

/** When the track left by this line or zone after `sinceS`. */
function leftBy(
  id: string,
  track: Track,
  beyond: readonly GroundPoint[],
  sinceS: number,
  scene: Scene,
): number | undefined {
  const line = scene.lines.find((one) => one.id === id);
  if (line) {
    const out = forwardCrossing(track, line, scene);
    return out && out.crossedS > sinceS ? out.crossedS : undefined;
  }
  const zone = scene.zones.find((one) => one.id === id);
  // Two looks: one alone may be a trembling box.
  const index = beyond.findIndex(
    (point, i) =>
      zone && inside(zone.polygon, point.at) && inside(zone.polygon, beyond[i + 1]?.at ?? [-1, -1]),
  );
  return beyond[index + 1]?.t !== undefined && index >= 0 ? beyond[index + 1]?.t : undefined;
}

function byHeading(track: Track, { crossedS, beyond }: Crossing, scene: Scene) {
  const [first, last] = [beyond[0], beyond.at(-1)];
  if (!first || !last) return undefined;
  const path = track.trajectory;
  const before = path.slice(0, path.length - beyond.length);
  const start = before.findLast((point) => isFar(scene, point, first, LEG));
  const leg = beyond.findLast((point) => isFar(scene, point, last, LEG));
  if (!start || !leg) return undefined;
  const around = turnAround(scene, [start, ...path.filter(({ t }) => t > start.t)], AROUND);
  if (around && around.to.t > crossedS) return { movement: 'u-turn' as const, atS: around.to.t };
  const turned = degreesTurned(scene, start.at, first.at, leg.at, last.at);
  const size = Math.abs(turned);
  if (size >= TURN[0] && size <= TURN[1] && isFar(scene, first, last, AFTER_TURN))
    return { movement: turned > 0 ? ('right' as const) : ('left' as const), atS: last.t };
  if (size <= STRAIGHT && isFar(scene, first, last, AFTER_STRAIGHT))
    return { movement: 'straight' as const, atS: last.t };
  return undefined;
}
