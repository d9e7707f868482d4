import type { Arm } from './junction.ts';

export type Light = 'red' | 'yellow' | 'green' | 'off';

export interface SignalPlan {
  /** Seconds of green of the main street and of the side street. */
  green: { main: number; side: number };
  yellowS: number;
  /** Everyone has red for this long between two greens. */
  clearS: number;
  /** Where in the cycle the clip begins, seconds; 0 is the start of the main street's green. */
  offsetS: number;
}

export const usualPlan: SignalPlan = { green: { main: 15, side: 13 }, yellowS: 3, clearS: 1.5, offsetS: 0 };

export function cycleS({ green, yellowS, clearS }: SignalPlan): number {
  return green.main + green.side + 2 * (yellowS + clearS);
}

/** What an arm's round lamps show at `t`, and for how many seconds still. */
export function lightAt(plan: SignalPlan, arm: Arm, t: number): { light: Light; leftS: number } {
  const cycle = cycleS(plan);
  const { green, yellowS, clearS } = plan;
  const isMain = arm === 'south' || arm === 'north';
  const begins = isMain ? 0 : green.main + yellowS + clearS;
  const lasts = isMain ? green.main : green.side;
  // A tick on the edge of two phases belongs to the new one, whatever the rounding of 0.08 s steps.
  const at = mod(t + plan.offsetS - begins + 1e-6, cycle);
  if (at < lasts) return { light: 'green', leftS: lasts - at };
  if (at < lasts + yellowS) return { light: 'yellow', leftS: lasts + yellowS - at };
  return { light: 'red', leftS: cycle - at };
}

const mod = (value: number, by: number) => ((value % by) + by) % by;
