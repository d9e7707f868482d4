import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentUnderTest } from './agent-under-test.ts';
import type { ParkCamera } from './camera-park.ts';

const UP_S = [10, 25] as const;
const AWAY_S = [2, 40] as const;
/** Longer than any return may take. */
const PATIENCE_MS = 70_000;
const FIRST_PICTURE = 'the first picture of this connection was analysed';

/**
 * Takes one camera away and gives it back, again and again at random times.
 * @returns milliseconds from each return to its first analysed picture; Infinity when none came in 70 s
 */
export async function comeAndGo(
  camera: ParkCamera,
  agent: AgentUnderTest,
  untilMs: number,
  say: (text: string) => void,
): Promise<number[]> {
  const waits: number[] = [];
  for (;;) {
    await sleep(between(UP_S));
    const awayMs = between(AWAY_S);
    if (Date.now() + awayMs > untilMs) return waits;
    await camera.stop();
    await sleep(awayMs);
    await camera.start();
    const backMs = Date.now();
    const analysedMs = await firstPictureAfter(backMs, camera.id, agent);
    waits.push(analysedMs - backMs);
    say(`${camera.id} was away for ${seconds(awayMs)}, analysed again after ${seconds(waits.at(-1) ?? NaN)}`);
  }
}

async function firstPictureAfter(sinceMs: number, camera: string, agent: AgentUnderTest): Promise<number> {
  while (Date.now() < sinceMs + PATIENCE_MS) {
    const line = agent.log.findLast((one) => one.camera === camera && one.text === FIRST_PICTURE);
    if (line && line.atMs >= sinceMs) return line.atMs;
    await sleep(100);
  }
  return Infinity;
}

const between = ([low, high]: readonly [number, number]) => 1000 * (low + Math.random() * (high - low));
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
