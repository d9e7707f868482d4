import { lampColours, type FrameState, type LampColour, type LampLooks } from './lamp.ts';

/** The lit and the dark level of a lamp must lie this far apart before they are believed. */
const LEVELS_APART = 0.12;
/** Levels forget: after this long half of an extreme is gone (day turns to night, a lens gets dirty). */
const FORGET_S = 600;
/** Frames of a state before its picture is known. */
const KNOWN_AFTER = 10;
/** A lamp's mean colour may differ by this (0..1, largest channel) from what it always is in this state. */
const MAX_DIFFERENCE = 0.28;
/** How fast pictures follow the light: seconds. */
const FOLLOW_S = 30;

interface Level {
  low: number;
  high: number;
}

interface Picture {
  frames: number;
  means: Map<LampColour, number[]>;
}

function isAlike(now: readonly number[] | undefined, then: readonly number[] | undefined): boolean {
  if (!now || !then) return true;
  return now.every((value, channel) => Math.abs(value - (then[channel] ?? 0)) < MAX_DIFFERENCE);
}

/**
 * What one signal's lamps look like lit and dark, learned while it runs: thresholds for weak lamps, and the whole
 * picture of each state, so that a bus in front of it is noticed.
 */
export class LampMemory {
  readonly #levels = new Map<LampColour, Level>();
  readonly #pictures = new Map<FrameState, Picture>();
  #lastS: number | undefined;

  /** Between the lamp's dark and lit shine; undefined until both were seen. */
  threshold(colour: LampColour): number | undefined {
    const level = this.#levels.get(colour);
    if (!level || level.high - level.low < LEVELS_APART) return undefined;
    return level.low + 0.5 * (level.high - level.low);
  }

  /**
   * Does every lamp look as it does when another one is lit? Undefined until each was seen dark: then only the lit one
   * went out, and nothing stands in front.
   */
  knowsDark(looks: LampLooks): boolean | undefined {
    const dark = [...this.#pictures].flatMap(([state, { means }]) =>
      [...means].filter(([colour]) => !state.includes(colour)),
    );
    const lamps = lampColours.filter((colour) => looks[colour]);
    if (lamps.some((lamp) => !dark.some(([colour]) => colour === lamp))) return undefined;
    return lamps.every((lamp) =>
      dark.some(([colour, mean]) => colour === lamp && isAlike(looks[lamp]?.mean, mean)),
    );
  }

  /** Does the signal look as it always does in this state? An unknown picture fits everything. */
  fits(state: FrameState, looks: LampLooks): boolean {
    const picture = this.#pictures.get(state);
    if (!picture || picture.frames < KNOWN_AFTER) return true;
    return lampColours.every((colour) => isAlike(looks[colour]?.mean, picture.means.get(colour)));
  }

  /** Learns from a frame that was read as `state`; `unknown` teaches nothing. `t` in seconds. */
  learn(state: FrameState, looks: LampLooks, t: number): void {
    const elapsed = Math.min(5, Math.max(0, t - (this.#lastS ?? t)));
    this.#lastS = t;
    if (state === 'unknown') return;
    const forget = 1 - 0.5 ** (elapsed / FORGET_S);
    for (const colour of lampColours) {
      const shine = looks[colour]?.shine[colour];
      if (shine === undefined) continue;
      const level = this.#levels.get(colour) ?? { low: shine, high: shine };
      const span = level.high - level.low;
      this.#levels.set(colour, {
        low: Math.min(shine, level.low + forget * span),
        high: Math.max(shine, level.high - forget * span),
      });
    }
    this.#remember(state, looks, elapsed);
  }

  #remember(state: FrameState, looks: LampLooks, elapsed: number): void {
    const picture = this.#pictures.get(state) ?? { frames: 0, means: new Map<LampColour, number[]>() };
    picture.frames += 1;
    const follow = Math.max(1 / picture.frames, 1 - Math.exp(-elapsed / FOLLOW_S));
    for (const colour of lampColours) {
      const now = looks[colour]?.mean;
      if (!now) continue;
      const then = picture.means.get(colour) ?? [...now];
      picture.means.set(
        colour,
        now.map((value, channel) => (then[channel] ?? 0) + follow * (value - (then[channel] ?? 0))),
      );
    }
    this.#pictures.set(state, picture);
  }
}
