import { STEP_S } from '../world/actor.ts';
import type { ActorState } from '../world/actor.ts';
import type { Look } from '../world/looks.ts';
import { turn, type Ground } from '../world/path.ts';
import { seated } from '../world/person-look.ts';

/** Someone on foot in the hall. */
export interface Walker {
  id: number;
  look: Look;
  sitting: Look;
  x: number;
  s: number;
  heading: number;
  speed: number;
  /** m/s when nobody is in the way. */
  wished: number;
  /** Places still to pass; empty for who has arrived. */
  route: Ground[];
  /** Where to look once there, radians; and whether one sits down. */
  face: number;
  sits: boolean;
  stride: number;
}

/** Two people stand no nearer than this, m. */
export const APART_M = 0.45;
/** Who comes so near in front is passed on one's right, m. */
const HEED_M = 1;
const TURN_RATE = 5.5;
const STRIDE_M = 1.35;
/** Nearer than this a place is reached, m: the last one exactly. */
const NEAR_M = 0.3;
/** Off one may be onto another: so many times it is looked again. */
const ROUNDS = 3;

export function createWalker(id: number, look: Look, [x, s]: Ground, wished: number): Walker {
  const pose = { x, s, heading: 0, face: 0, speed: 0, stride: 0 };
  return { id, look, sitting: seated(look), ...pose, wished, route: [], sits: false };
}

/** Sends someone along some places; at the last one they face `face`, and sit or stand. */
export function send(walker: Walker, route: readonly Ground[], face: number, sits = false): void {
  walker.route = [...route];
  walker.face = face;
  walker.sits = sits;
}

export const isThere = ({ route }: Walker) => route.length === 0;
export const isSeated = (walker: Walker) => walker.sits && isThere(walker);

/** One step along the route, around whoever stands or walks in the way. */
export function walk(walker: Walker, others: readonly Walker[]): void {
  const [target] = walker.route;
  if (!target) {
    walker.speed = 0;
    walker.heading += limited(turn(walker.heading, walker.face));
    return;
  }
  const [dx, ds] = [target[0] - walker.x, target[1] - walker.s];
  const left = Math.hypot(dx, ds);
  const isLast = walker.route.length === 1;
  const pace = Math.min(walker.wished, isLast ? Math.max(0.35, left * 2.2) : walker.wished);
  const step = Math.min(left, pace * STEP_S);
  if (left < (isLast ? 0.02 : NEAR_M)) {
    walker.route.shift();
    return;
  }
  const [ux, us] = [dx / left, ds / left];
  let [mx, ms] = [ux * step, us * step];
  for (const other of others) {
    if (other === walker || isSeated(other)) continue;
    const [ox, os] = [other.x - walker.x, other.s - walker.s];
    const far = Math.hypot(ox, os);
    if (far > HEED_M || far === 0) continue;
    const isAhead = (ox * ux + os * us) / far;
    // To one's right, and slower the nearer the other is.
    if (isAhead > 0.25) {
      const aside = (HEED_M - far) * 0.9 * STEP_S;
      mx = mx * Math.min(1, far / HEED_M + 0.2) + us * aside;
      ms = ms * Math.min(1, far / HEED_M + 0.2) - ux * aside;
    }
  }
  const [wasX, wasS] = [walker.x, walker.s];
  walker.x += mx;
  walker.s += ms;
  for (let round = 0; round < ROUNDS; round += 1) for (const other of others) keepApart(walker, other);
  const moved = Math.hypot(walker.x - wasX, walker.s - wasS);
  walker.speed = moved / STEP_S;
  walker.stride = (walker.stride + moved / STRIDE_M) % 1;
  if (moved > 0.005) walker.heading += limited(turn(walker.heading, Math.atan2(dx, ds)));
}

/** Moves a walker off someone who stands too near. */
function keepApart(walker: Walker, other: Walker): void {
  if (other === walker || isSeated(other)) return;
  const [ox, os] = [walker.x - other.x, walker.s - other.s];
  const far = Math.hypot(ox, os);
  if (far >= APART_M || far === 0) return;
  walker.x += (ox / far) * (APART_M - far);
  walker.s += (os / far) * (APART_M - far);
}

export function stateOf(walker: Walker): ActorState {
  const { id, x, s, heading, speed, stride } = walker;
  const isWalking = speed > 0.15;
  return {
    ...{ id, x, s, heading, speed, intent: undefined, braking: false, lean: 0 },
    look: isSeated(walker) ? walker.sitting : walker.look,
    ...(isWalking && { stride: Math.floor(stride * 8) / 8 }),
  };
}

function limited(angle: number): number {
  const most = TURN_RATE * STEP_S;
  return Math.max(-most, Math.min(most, angle));
}
