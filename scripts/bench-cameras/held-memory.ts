import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentUnderTest } from './agent-under-test.ts';
import type { ParkCamera } from './camera-park.ts';

/** Meanwhile there is one picture every two seconds: a stream that shows none for ten seconds is opened anew. */
export const REST_MS = 16_000;
/** Waits before each look: cases and clips that were on their way are done by then. Each takes a second and a half. */
const LOOKS_MS = [8_000, 2_100, 2_100, 2_100];

/**
 * What a box holds while its cameras rest: its resident memory after its garbage was collected, without JavaScript's spare room. Resident
 * memory alone comes and goes by a hundred megabytes a minute with pictures and stills on their way, and a leak of one an hour is
 * lost in that.
 */
export class HeldMemory {
  /** Megabytes, one for each rest. */
  readonly samples: { atMs: number; y: number }[] = [];
  readonly #agent: AgentUnderTest;
  readonly #cameras: readonly ParkCamera[];
  readonly #file: string | undefined;

  /** @param file gets every sample as it comes: Unix ms and megabytes, tab-separated */
  constructor(agent: AgentUnderTest, cameras: readonly ParkCamera[], file?: string) {
    this.#agent = agent;
    this.#cameras = cameras;
    this.#file = file;
    if (file) writeFileSync(file, '');
  }

  /** Lets the cameras rest for some seconds and looks. Throws when the agent has ended. */
  async look(): Promise<void> {
    const before = looksIn(this.#agent.heldFile).length;
    for (const camera of this.#cameras) camera.rest(true);
    const rested = this.#agent.livesFor(REST_MS);
    for (const waitMs of LOOKS_MS) {
      await sleep(waitMs);
      this.#agent.tellHeld();
    }
    await rested;
    for (const camera of this.#cameras) camera.rest(false);
    const looks = looksIn(this.#agent.heldFile).slice(before);
    const least = looks.toSorted((a, b) => a.y - b.y)[0];
    if (!least) return;
    this.samples.push(least);
    if (this.#file) appendFileSync(this.#file, `${least.atMs}\t${least.y}\n`);
  }
}

function looksIn(file: string): { atMs: number; y: number }[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as { atMs: number; y: number });
}
