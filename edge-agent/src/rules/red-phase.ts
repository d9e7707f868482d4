import type { Movement, ObjectClass } from '@vamco/contracts';
import type { SceneLine } from '../scene/scene.ts';
import { clear, pending, type Answer } from './answer.ts';
import type { Situation } from './situation.ts';

/** A time in which everything that a movement obeys was red. */
export interface Red {
  /** The signal that is red. */
  id: string;
  sinceS: number;
  /** As far as it is certain. */
  untilS: number;
  /** Another state followed. */
  over: boolean;
}

/**
 * The red that holds at `t` (s) for who leaves by one of `movements`, or why there is none: only a red for every one of
 * them is one. A light that is unknown, out, or flashing is never red.
 */
export function redAt(
  line: SceneLine,
  movements: readonly Movement[],
  name: ObjectClass,
  t: number,
  situation: Situation,
): Red | Answer {
  let all: Red | undefined;
  let first: Answer | undefined;
  for (const one of movements) {
    const red = redFor(line, one, name, t, situation);
    if ('is' in red) first ??= red;
    else all = all ? both(all, red) : red;
  }
  if (first && all) return pending('movement-unknown');
  return first ?? all ?? clear('no-signal');
}

/** Does it matter where a vehicle of this class goes? */
export function dependsOnMovement(line: SceneLine, name: ObjectClass): boolean {
  return line.signals.size > 0 || line.turnOnRed.some(({ classes }) => !classes || classes.has(name));
}

function redFor(
  line: SceneLine,
  movement: Movement,
  name: ObjectClass,
  t: number,
  { scene, lights }: Situation,
): Red | Answer {
  if (line.turnOnRed.some((turn) => turn.movement === movement && (!turn.classes || turn.classes.has(name))))
    return clear('may-go-on-red');
  // Who turns around obeys the signal of the left turn unless there is one of its own.
  const own = line.signals.get(movement) ?? (movement === 'u-turn' ? line.signals.get('left') : undefined);
  const ids = own ?? (line.signal === undefined ? [] : [line.signal]);
  let red: Red | undefined;
  let dark: Pick<Red, 'untilS' | 'over'> | undefined;
  for (const id of ids) {
    const phase = lights.get(id)?.phaseAt(t);
    if (!phase) return pending('signal-unknown');
    if (phase.state === 'red') {
      const mine = { id, sinceS: phase.sinceS, untilS: phase.untilS, over: phase.over };
      red = red ? both(red, mine) : mine;
    } else if (phase.state === 'off' && isExtra(scene, id)) {
      if (!dark || phase.untilS < dark.untilS) dark = phase;
    } else return clear(phase.state === 'unknown' ? 'signal-unknown' : 'not-red');
  }
  if (!red) return clear(ids.length === 0 ? 'no-signal' : 'signal-unknown');
  return dark && dark.untilS < red.untilS ? { ...red, untilS: dark.untilS, over: dark.over } : red;
}

/** A green arrow alone: dark, it says nothing. */
function isExtra({ signals }: Situation['scene'], id: string): boolean {
  return signals.some((signal) => signal.id === id && signal.lamps.every(({ colour }) => colour !== 'red'));
}

function both(a: Red, b: Red): Red {
  const shorter = a.untilS <= b.untilS ? a : b;
  return { ...shorter, sinceS: Math.max(a.sinceS, b.sinceS) };
}
