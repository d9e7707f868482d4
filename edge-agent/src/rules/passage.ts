import { cuts, side } from '../scene/geometry.ts';
import type { Speed } from '../scene/reference-speed.ts';
import type { SceneLine } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import { Fold } from './fold.ts';
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

/** What is known of a vehicle's way over one line. */
interface Way {
  last?: GroundPoint;
  /** Where it was clear of the line last. */
  clear?: GroundPoint;
  /** The first point after the way cut the line, since it was clear. */
  cut?: GroundPoint | undefined;
  /** The last time that it was clear on one side and then on the other; `crossed` where the way between cut the line. */
  over?: { from: GroundPoint; crossed: GroundPoint | undefined };
}

/** One fold for each line. */
const folds = new WeakMap<SceneLine, Fold<Way>>();

/**
 * The newest crossing of `line` by `track`, or undefined while there is none. The track must have been
 * clear of the line before and after; standing on the line counts once it is left. Looks are counted as they come, so that
 * who stood before the line for minutes, and whose older looks were thinned out, is counted too.
 */
export function passage(track: Track, line: SceneLine): Passage | undefined {
  const last = track.trajectory.at(-1);
  if (last === undefined || !isClear(line, last)) return undefined;
  const { over } = foldOf(line).over(track.trajectory);
  if (!over?.crossed) return undefined;
  const { from, crossed } = over;
  if (Math.hypot(last.at[0] - from.at[0], last.at[1] - from.at[1]) < MIN_WAY * last.height) return undefined;
  const direction = side(line, last.at) > 0 ? 'forward' : 'backward';
  return { line: line.id, direction, track, atS: crossed.t };
}

function foldOf(line: SceneLine): Fold<Way> {
  const fold = folds.get(line) ?? new Fold<Way>({}, (way, point) => goOn(way, point, line));
  folds.set(line, fold);
  return fold;
}

function goOn({ last, clear, cut, over }: Way, point: GroundPoint, line: SceneLine): Way {
  const cutAt = cut ?? (last && cuts(line, last.at, point.at) ? point : undefined);
  if (!isClear(line, point))
    return { ...(clear && { clear }), ...(over && { over }), last: point, cut: cutAt };
  const isOver = clear && Math.sign(side(line, clear.at)) !== Math.sign(side(line, point.at));
  const newest = isOver ? { from: clear, crossed: cutAt } : over;
  return { ...(newest && { over: newest }), last: point, clear: point };
}

function isClear(line: SceneLine, point: GroundPoint): boolean {
  return Math.abs(side(line, point.at)) > CLEARANCE * point.height;
}
