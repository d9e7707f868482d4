import { STEP_S, type WarningColour } from './actor.ts';
import type { Look } from './looks.ts';

/** Frames for which one lamp stays lit: 2.1 flashes a second (UN Regulation 65 asks for 2 to 4). */
const LIT_STEPS = 3;

/** The two lamps of a bar take turns. @param t seconds */
export function flashAt(t: number): WarningColour {
  return Math.floor(Math.round(t / STEP_S) / LIT_STEPS) % 2 === 0 ? 'red' : 'blue';
}

/** Middle of a warning lamp: to the right of the vehicle's middle, over the ground, ahead of its middle, m. */
export function warningLamp(
  { length, width, height }: Pick<Look, 'length' | 'width' | 'height'>,
  lamp: WarningColour,
): { aside: number; up: number; ahead: number } {
  return { aside: (lamp === 'red' ? -1 : 1) * width * 0.18, up: height + 0.1, ahead: length * 0.2 };
}
