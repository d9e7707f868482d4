import { cuts, side } from '../scene/geometry.ts';
import type { Speed } from '../scene/reference-speed.ts';
import type { SceneLine } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import { CLEARANCE } from './way.ts';

/** A track went over a line: a fact, no judgement. */
export interface Passage {
  line: string;
  direction: 'forward' | 'backward';
  track: Track;
  /** Track seconds of the first point beyond the line. */
  atS: number;
  /** How fast it went over the line, for reference; absent where the ground is not known or too little was seen. */
  speed?: Speed;
}

/** Way between the two clear points, in its own height: the box of a parked car may jump, but goes nowhere. */
const MIN_WAY = 0.7;

/**
 * The newest crossing of `line` by `track`, or undefined while there is none. The track must have been
 * clear of the line before and after; standing on the line counts once it is left.
 */
export function passage(track: Track, line: SceneLine): Passage | undefined {
  const path = track.trajectory;
  const last = path.at(-1);
  if (last === undefined || !isClear(line, last)) return undefined;
  const beyond = Math.sign(side(line, last.at));
  // Walk back to where it was last clear on the other side, and see whether the way between cut the line.
  let crossed: GroundPoint | undefined;
  for (let index = path.length - 2; index >= 0; index -= 1) {
    const point = path[index];
    const next = path[index + 1];
    if (point === undefined || next === undefined) return undefined;
    if (cuts(line, point.at, next.at)) crossed = next;
    if (!isClear(line, point)) continue;
    if (Math.sign(side(line, point.at)) === beyond) {
      // Touched the line and came back: no crossing so far.
      crossed = undefined;
    } else {
      if (Math.hypot(last.at[0] - point.at[0], last.at[1] - point.at[1]) < MIN_WAY * last.height)
        return undefined;
      return (
        crossed && { line: line.id, direction: beyond > 0 ? 'forward' : 'backward', track, atS: crossed.t }
      );
    }
  }
  return undefined;
}

function isClear(line: SceneLine, point: GroundPoint): boolean {
  return Math.abs(side(line, point.at)) > CLEARANCE * point.height;
}
