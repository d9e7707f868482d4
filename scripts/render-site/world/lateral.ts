import { ahead, type Driver } from './driver.ts';

const STEP_M = 0.55;
/** A free way is worth so many metres; each metre aside costs so many. */
const ENOUGH_M = 14;
const COST = 1.3;

/**
 * Where a two-wheeler would rather be, metres right of its way: it filters past who stands or creeps in front of it,
 * as motorbikes do, and stays within the carriageway.
 */
export function pickLateral(driver: Driver, others: readonly Driver[]): number {
  const { way, along, lateral, speed } = driver;
  const isBefore = along < way.stopAt + 1;
  if (!isBefore && along < way.curveEnd) return lateral;
  const here = ahead(driver, others);
  if (!here || here.gap > 9 || here.speed > Math.max(3.2, speed * 0.8)) return lateral;
  const [left, right] = isBefore ? way.room : way.roomBeyond;
  let best = { lateral, worth: Math.min(ENOUGH_M, here.gap + here.speed) + 0.6 };
  for (let aside = STEP_M; aside <= 2.75; aside += STEP_M) {
    for (const place of [lateral - aside, lateral + aside]) {
      if (place < left || place > right) continue;
      const free = ahead(driver, others, place);
      const worth = Math.min(ENOUGH_M, free ? free.gap + free.speed : ENOUGH_M) - aside * COST;
      if (worth > best.worth) best = { lateral: place, worth };
    }
  }
  return best.lateral;
}

/** Who stood this long behind somebody drives around them, s; the other lane is this much further left, m. */
const PATIENCE_S = 4;
const LANE_M = 3.5;

/**
 * The lane of a car, truck or bus, metres right of its way: beyond the junction it goes around who parks in the outer lane,
 * once the inner one is free from its own tail on, and stays there.
 */
export function pickLane(driver: Driver, others: readonly Driver[]): number {
  const { way, along, look, lane, stillS, pause } = driver;
  const place = lane - LANE_M;
  if (along < way.curveEnd || stillS < PATIENCE_S || pause || place < way.roomBeyond[0]) return lane;
  const rest = others.filter((other) => other !== driver);
  const free = ahead({ ...driver, along: along - look.length }, rest, place);
  return !free || free.gap > look.length + ENOUGH_M ? place : lane;
}

/** Two-wheelers go to the side of the road for an emergency vehicle that comes from behind; undefined when none does. */
export function makeWay({ way, pose }: Driver, others: readonly Driver[]): number | undefined {
  const comes = others.find((other) => {
    if (other.intent !== 'emergency-vehicle' || other.way.arm !== way.arm) return false;
    const behind =
      (pose.x - other.pose.x) * Math.sin(pose.heading) + (pose.s - other.pose.s) * Math.cos(pose.heading);
    return behind > -2 && behind < 32;
  });
  if (!comes) return undefined;
  const right =
    (pose.x - comes.pose.x) * Math.cos(pose.heading) - (pose.s - comes.pose.s) * Math.sin(pose.heading);
  return right > 0 ? way.room[1] : way.room[0];
}
