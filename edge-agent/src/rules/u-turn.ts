import type { Scene } from '../scene/scene.ts';
import type { GroundPoint } from '../track/track.ts';
import { degreesTurned, isFar, type FarEnough } from './way.ts';

/** Steps of the way over which a heading is taken: shorter ones tremble. */
const STEP: FarEnough = { wayHeights: 0.35, wayM: 1.2 };
/** More than this from one step to the next is another vehicle under the same number, not a turn. */
const MAX_STEP_DEGREES = 100;
/** A step so fast, in heights a second and against the one before it, is a jump of the tracker. */
const MAX_SPEED = 2;
const MAX_SPEEDING = 2.5;
/** Unseen for longer, it may be another one. */
const MAX_GAP_S = 1.6;

/**
 * The newest turn of at least `degrees` in a way: where it began and where it was complete. Must be driven: a heading
 * that flips from one step to the next is a mistake of the tracker.
 */
export function turnAround(
  scene: Scene,
  points: readonly GroundPoint[],
  degrees: number,
): { from: GroundPoint; to: GroundPoint } | undefined {
  const steps = resample(scene, points);
  let [low, high] = [0, 0];
  let [atLow, atHigh] = [steps[0], steps[0]];
  let total = 0;
  let found: { from: GroundPoint; to: GroundPoint } | undefined;
  for (let index = 2; index < steps.length; index += 1) {
    const [a, b, c] = [steps[index - 2], steps[index - 1], steps[index]];
    if (!a || !b || !c) break;
    const turn = degreesTurned(scene, a.at, b.at, b.at, c.at);
    const isJump = speedOf(b, c) > Math.max(MAX_SPEED, MAX_SPEEDING * speedOf(a, b));
    if (Math.abs(turn) > MAX_STEP_DEGREES || c.t - b.t > MAX_GAP_S || isJump) {
      [total, low, high, atLow, atHigh, found] = [0, 0, 0, b, b, undefined];
      continue;
    }
    total += turn;
    if (total <= low) [low, atLow] = [total, b];
    if (total >= high) [high, atHigh] = [total, b];
    const from = total - low >= degrees ? atLow : high - total >= degrees ? atHigh : undefined;
    if (from) {
      found ??= { from, to: c };
    }
  }
  return found;
}

/** Heights a second. */
function speedOf(a: GroundPoint, b: GroundPoint): number {
  return Math.hypot(b.at[0] - a.at[0], b.at[1] - a.at[1]) / b.height / (b.t - a.t);
}

function resample(scene: Scene, points: readonly GroundPoint[]): GroundPoint[] {
  const steps: GroundPoint[] = [];
  for (const point of points) {
    const last = steps.at(-1);
    if (!last || isFar(scene, last, point, STEP)) steps.push(point);
  }
  return steps;
}
