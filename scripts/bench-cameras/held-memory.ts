import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentUnderTest } from './agent-under-test.ts';
import type { ParkCamera, Playing } from './camera-park.ts';

/** A picture every two seconds and camera: cases and clips that were on their way are done by then. */
const CALM_MS = 8_000;
/** With no picture at all what was analysed is forgotten, too. A stream that shows none for ten seconds is opened anew. */
const SILENT_MS = 1_800;
const LOOKS = 2;
/** Each takes a second and a half. */
const LOOK_MS = 1_500;
export const REST_MS = CALM_MS + SILENT_MS + LOOKS * LOOK_MS;

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
    this.#play('key pictures');
    await this.#agent.livesFor(CALM_MS - LOOK_MS);
    // Most of what is garbage by now is given back before it counts.
    this.#agent.tellHeld();
    await sleep(LOOK_MS);
    this.#play('nothing');
    await sleep(SILENT_MS);
    for (let number = 0; number < LOOKS; number += 1) {
      this.#agent.tellHeld();
      await sleep(LOOK_MS);
    }
    this.#play('all pictures');
    const looks = looksIn(this.#agent.heldFile).slice(before);
    const least = looks.toSorted((a, b) => a.y - b.y)[0];
    if (!least) return;
    this.samples.push(least);
    if (this.#file) appendFileSync(this.#file, `${least.atMs}\t${least.y}\n`);
  }

  #play(what: Playing): void {
    for (const camera of this.#cameras) camera.play(what);
  }
}

function looksIn(file: string): { atMs: number; y: number }[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as { atMs: number; y: number });
}
