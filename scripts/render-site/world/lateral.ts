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
  const { way, lateral, speed } = driver;
  const straight = driver.along < way.stopAt + 1;
  if (!straight) return lateral;
  const here = ahead(driver, others);
  if (!here || here.gap > 9 || here.speed > Math.max(3.2, speed * 0.8)) return lateral;
  const [left, right] = way.room;
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
