import type { Movement } from '@vamco/contracts';
import { inside, side, type LineGeometry, type NormPoint } from '../scene/geometry.ts';
import type { GroundMap } from '../scene/ground.ts';
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
/** So far beyond an exit, metres, nobody takes it any more. */
const PAST_EXIT_M = 2;
const ALL: readonly Movement[] = ['straight', 'left', 'right'];

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

/**
 * Where a vehicle that crossed `line` may still go: one movement when it is known (`movementOf`), else all but the turns
 * whose exits lie behind it. Exits are behind only on known ground; in the picture alone nobody can say.
 */
export function possibleMovements(
  track: Track,
  line: SceneLine,
  crossing: Crossing,
  scene: Scene,
): readonly Movement[] {
  const known = movementOf(track, line, crossing, scene);
  if (known) return [known.movement];
  const { ground } = scene;
  const { metres } = line;
  if (!ground || !metres || line.exits.size === 0) return ALL;
  const ways = crossing.beyond
    .filter(({ at }) => ground.reaches(at))
    .map(({ at }) => beyondM(metres, ground, at));
  // Two looks: one alone may be a trembling box.
  const way = ways.sort((a, b) => b - a)[1] ?? -Infinity;
  return ALL.filter((movement) => {
    if (movement === 'straight') return true;
    const ends = (line.exits.get(movement) ?? []).flatMap((id) => pointsOf(id, scene));
    // The map ends before far exits: they are not behind.
    if (ends.length === 0 || ends.some((at) => !ground.reaches(at))) return true;
    return way < PAST_EXIT_M + Math.max(...ends.map((at) => beyondM(metres, ground, at)));
  });
}

/** Metres beyond a line, straight ahead. */
function beyondM(metres: LineGeometry, ground: GroundMap, at: NormPoint): number {
  return side(metres, ground.toMetres(at));
}

function pointsOf(id: string, { lines, zones }: Scene): readonly NormPoint[] {
  const line = lines.find((one) => one.id === id);
  return line ? [line.from, line.to] : (zones.find((one) => one.id === id)?.polygon ?? []);
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
