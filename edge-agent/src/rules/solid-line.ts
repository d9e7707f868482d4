import { cuts, side } from '../scene/geometry.ts';
import type { SceneLine } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import { clear, pending, type Answer } from './answer.ts';
import { notMeant, type Situation } from './situation.ts';
import { CLEARANCE } from './way.ts';

/** Unseen for longer while it goes over the line is no evidence. */
const MAX_GAP_S = 1;

/** A vehicle that goes over a solid line, either way: clear of it on one side, then for a while on the other. */
export function solidLine(track: Track, line: SceneLine, situation: Situation): Answer {
  const { clearWidths, minS } = situation.numbers['solid-line'];
  const path = track.trajectory;
  const last = path.at(-1);
  const isClear = (point: GroundPoint) => Math.abs(side(line, point.at)) > margin(line, point, clearWidths);
  if (!last || !isClear(last)) return clear('not-met');
  const beyond = Math.sign(side(line, last.at));
  const from = path.findLastIndex((point) => isClear(point) && Math.sign(side(line, point.at)) !== beyond);
  const way = path.slice(from);
  const [before] = way;
  if (from < 0 || !before) return clear('not-met');
  const crossings = way.filter((point, index) => {
    const next = way[index + 1];
    return next && cuts(line, point.at, next.at, 0) && next.t - point.t <= MAX_GAP_S;
  });
  const met = crossings.at(-1);
  const after = way.find((point) => isClear(point) && Math.sign(side(line, point.at)) === beyond);
  // Over it and back is not over it; and who is clear of it only beyond its end may have turned there.
  if (crossings.length % 2 === 0 || !met || !after || !isBeside(line, after)) return clear('not-met');
  const other = notMeant(track, line, met.t, situation);
  if (other) return other;
  return last.t - after.t >= minS ? { is: 'hit', beganS: met.t, atS: after.t } : pending('too-short');
}

/** Between the line's ends, not beyond them. */
function isBeside({ from, to }: SceneLine, { at }: GroundPoint): boolean {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const part = ((at[0] - from[0]) * dx + (at[1] - from[1]) * dy) / (dx * dx + dy * dy || 1);
  return part >= 0 && part <= 1;
}

/** How far the ground point may tremble across the line. */
function margin({ normal: [x, y] }: SceneLine, { width, height }: GroundPoint, widths: number): number {
  return Math.hypot(x * widths * width, y * CLEARANCE * height);
}
