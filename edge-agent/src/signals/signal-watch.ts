import type { SignalState } from '@vamco/contracts';
import type { FrameState, LampLooks } from './lamp.ts';
import { LampMemory } from './lamp-memory.ts';
import { readLamps } from './read-lamps.ts';
import { SignalTimeline } from './signal-timeline.ts';

/** A state that holds, and since which frame's time (s). */
export interface SignalReading {
  signal: string;
  state: SignalState;
  sinceS: number;
}

/** Dark this long between lit frames is LED flicker, a countdown, or one blink. */
const DARK_HOLD_S = 1.1;
/** Frames that must agree before a new state is believed; its time is that of the first. */
const AGREEING_FRAMES = 2;
/** Blinks (dark → the same lamp lit) within this time that make a signal flash. */
const FLASH_WINDOW_S = 4.5;
const FLASH_BLINKS = 3;
const SHORTEST_BLINK_S = 0.3;
/** A signal that flashes is dark about half of the time; one whose LEDs flicker hardly ever. */
const FLASH_DARK_SHARE = 0.3;

interface Seen {
  t: number;
  state: FrameState;
}

/** One signal over time: frames in, states that hold out. Time comes with the frame; there is no clock. */
export class SignalWatch {
  readonly signal: string;
  /** What it showed so far, for rules. */
  readonly timeline = new SignalTimeline();
  readonly #memory = new LampMemory();
  #reading: SignalReading;
  /** The newest frames, back to FLASH_WINDOW_S. */
  #seen: Seen[] = [];

  constructor(signal: string) {
    this.signal = signal;
    this.#reading = { signal, state: 'unknown', sinceS: -Infinity };
  }

  /** @returns the reading when this frame changed it */
  frame(looks: LampLooks, t: number): SignalReading | undefined {
    const state = readLamps(looks, this.#memory);
    this.#memory.learn(state, looks, t);
    this.#seen = [...this.#seen.filter((seen) => t - seen.t <= FLASH_WINDOW_S), { t, state }];
    const next = this.#settled();
    const changed = next !== undefined && next.state !== this.#reading.state;
    if (changed) {
      this.#reading = { signal: this.signal, ...next };
      this.timeline.change(next.state, next.sinceS);
    }
    this.timeline.settle(this.#certainUntil(t));
    return changed ? this.#reading : undefined;
  }

  /** Frames that do not fit the reading may be the beginning of a new one: the past is certain up to them. */
  #certainUntil(t: number): number {
    const run = newestRun(this.#seen);
    const state = run[0]?.state;
    if (state === this.#reading.state || this.#reading.state === 'flashing') return t;
    return this.#seen.at(-1 - run.length)?.t ?? -Infinity;
  }

  #settled(): Omit<SignalReading, 'signal'> | undefined {
    const blinks = blinksOf(this.#seen);
    const now = this.#seen.at(-1);
    const isFlashing = blinks.length >= FLASH_BLINKS && darkShare(this.#seen) >= FLASH_DARK_SHARE;
    // Not dated back to the first blink: rules have judged by that past already.
    if (now && isFlashing) return { state: 'flashing', sinceS: now.t };
    if (this.#reading.state === 'flashing' && blinks.length > 1) return undefined;
    const run = newestRun(this.#seen);
    const [began, newest] = [run[0], run.at(-1)];
    if (!began || !newest) return undefined;
    const long = began.state === 'off' ? newest.t - began.t >= DARK_HOLD_S : run.length >= AGREEING_FRAMES;
    return long ? { state: began.state, sinceS: began.t } : undefined;
  }
}

/** The frames at the end that say the same. */
function newestRun(seen: readonly Seen[]): Seen[] {
  const state = seen.at(-1)?.state;
  return seen.slice(seen.findLastIndex((frame) => frame.state !== state) + 1);
}

function darkShare(seen: readonly Seen[]): number {
  return seen.filter(({ state }) => state === 'off').length / seen.length;
}

/** Times at which the same lamp came back after a dark moment that was longer than a flicker. */
function blinksOf(seen: readonly Seen[]): number[] {
  const blinks: number[] = [];
  let lit: Seen | undefined;
  let darkSince: number | undefined;
  for (const frame of seen) {
    if (frame.state === 'unknown') continue;
    if (frame.state === 'off') {
      darkSince ??= frame.t;
      continue;
    }
    const back = lit !== undefined && lit.state === frame.state && darkSince !== undefined;
    if (back && frame.t - (darkSince ?? 0) >= SHORTEST_BLINK_S) blinks.push(frame.t);
    if (lit !== undefined && lit.state !== frame.state) blinks.length = 0;
    lit = frame;
    darkSince = undefined;
  }
  return blinks;
}
