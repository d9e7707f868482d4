import { setTimeout as sleep } from 'node:timers/promises';
import type { ClockAnswer } from './answers.ts';

/** A device's clock minus ours, ms, and the bound of its error. */
export interface ClockOffset {
  offsetMs: number;
  errMs: number;
}

const GOOD_ENOUGH_MS = 60;
const MAX_QUESTIONS = 10;

/**
 * What one answer allows the offset to be. The device tells whole seconds, so its clock was somewhere in that
 * second at some moment between our question and its answer.
 */
export function boundsOf({ deviceMs, askedMs, answeredMs }: ClockAnswer): { lowMs: number; highMs: number } {
  return { lowMs: deviceMs - answeredMs, highMs: deviceMs + 999 - askedMs };
}

/**
 * Asks again at moments that halve what is left of the doubt: whole seconds become tens of milliseconds in about
 * five questions. A device whose clock jumps in between starts anew.
 */
export async function offsetOf(
  ask: () => Promise<ClockAnswer>,
  now: () => number = Date.now,
  wait: (ms: number) => Promise<unknown> = sleep,
): Promise<ClockOffset> {
  let { lowMs, highMs } = boundsOf(await ask());
  for (let asked = 1; asked < MAX_QUESTIONS && highMs - lowMs > 2 * GOOD_ENOUGH_MS; asked += 1) {
    const middle = (lowMs + highMs) / 2;
    // If the offset is the middle, the device's second turns just when we ask.
    const untilTurn = 1000 - ((((now() + middle) % 1000) + 1000) % 1000);
    await wait(untilTurn);
    const bounds = boundsOf(await ask());
    const [low, high] = [Math.max(lowMs, bounds.lowMs), Math.min(highMs, bounds.highMs)];
    if (low > high) ({ lowMs, highMs } = bounds);
    else [lowMs, highMs] = [low, high];
  }
  return { offsetMs: Math.round((lowMs + highMs) / 2), errMs: Math.ceil((highMs - lowMs) / 2) };
}
