import type { ActorState, Breach, NearMiss } from './actor.ts';
import type { Way } from './junction.ts';
import { isTwoWheeled, type Look } from './looks.ts';
import { turn, type Pose } from './path.ts';

/** Someone who moves along a way. */
export interface Driver {
  id: number;
  look: Look;
  intent: Breach | NearMiss | undefined;
  way: Way;
  /** Metres along the way of its middle, and to the right of it. */
  along: number;
  lateral: number;
  /** Where it would rather be, metres to the right of the way. */
  lane: number;
  speed: number;
  /** Speed on a free road, m/s. */
  wished: number;
  braking: boolean;
  pose: Pose;
  /** Decided once when yellow comes: too near to stop. */
  goesOn: boolean;
  /** Stops at `along` for `seconds`, once. */
  pause?: { along: number; seconds: number };
  /** Seconds without moving. */
  stillS: number;
  /** Pays no attention to lights and lanes. */
  free: boolean;
  /** Stood too long in the middle of the junction: gets past whoever stands there too. */
  squeezes: boolean;
}

/** What stands in the way: metres to it and how fast it goes off. */
export interface Obstacle {
  gap: number;
  speed: number;
}

/** Comfortable braking and hardest braking, m/s². */
export const BRAKING = 2.6;
const HARDEST = 8;
const LOOK_AHEAD_M = 26;
const SAMPLE_M = 0.9;

/**
 * The nearest one in the corridor that `driver` will sweep, at a lateral place. Others are taken as the rectangles that
 * they are now; who comes towards one counts as standing.
 */
export function ahead(
  driver: Driver,
  others: readonly Driver[],
  lateral = driver.lateral,
): Obstacle | undefined {
  const { look, way, along } = driver;
  const half = look.width / 2 + (isTwoWheeled(look) ? 0.18 : 0.28);
  const near = others.filter(
    (other) =>
      other !== driver &&
      Math.abs(other.pose.x - driver.pose.x) < LOOK_AHEAD_M + 6 &&
      Math.abs(other.pose.s - driver.pose.s) < LOOK_AHEAD_M + 6,
  );
  if (near.length === 0) return undefined;
  // From a little behind the front: who is beside one is no obstacle, who cuts in is.
  for (let free = 0.2; free < LOOK_AHEAD_M; free += SAMPLE_M) {
    const place = way.path.at(along + look.length / 2 + free, lateral);
    for (const other of near) {
      if (!covers(other, place, half)) continue;
      const towards = Math.cos(turn(place.heading, other.pose.heading));
      return { gap: free, speed: Math.max(0, other.speed * towards) };
    }
  }
  return undefined;
}

function covers({ pose, look }: Driver, { x, s }: Pose, margin: number): boolean {
  const [dx, ds] = [x - pose.x, s - pose.s];
  const along = dx * Math.sin(pose.heading) + ds * Math.cos(pose.heading);
  const across = dx * Math.cos(pose.heading) - ds * Math.sin(pose.heading);
  return Math.abs(along) < look.length / 2 + 0.25 && Math.abs(across) < look.width / 2 + margin;
}

/** Intelligent driver model (Treiber, Hennecke, Helbing 2000): the acceleration, m/s². */
export function accelerate(speed: number, wished: number, obstacle: Obstacle | undefined): number {
  const most = 1.9;
  let acceleration = most * (1 - (speed / Math.max(0.1, wished)) ** 4);
  if (obstacle) {
    const desired =
      0.9 + Math.max(0, speed * 0.9 + (speed * (speed - obstacle.speed)) / (2 * Math.sqrt(most * BRAKING)));
    acceleration -= most * (desired / Math.max(0.2, obstacle.gap)) ** 2;
  }
  return Math.max(-HARDEST, acceleration);
}

/** Slower where the way bends: 2.2 m/s² to the side at most. */
export function bendSpeed({ way, along, wished }: Driver): number {
  const [here, soon] = [way.path.at(along), way.path.at(along + 3)];
  const bend = Math.abs(turn(here.heading, soon.heading)) / 3;
  return bend < 0.01 ? wished : Math.min(wished, Math.max(2.6, Math.sqrt(2.2 / bend)));
}

export function stateOf({ id, look, intent, pose, speed, braking, way, along }: Driver): ActorState {
  const bend = turn(pose.heading, way.path.at(along + 2).heading) / 2;
  const lean = isTwoWheeled(look) ? Math.max(-0.3, Math.min(0.3, (bend * speed * speed) / 9.8)) : 0;
  return { id, look, intent, speed, braking, lean, ...pose };
}
