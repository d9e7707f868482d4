import type { SignalState } from '@vamco/contracts';

/** A lamp of a road signal. */
export type LampColour = 'red' | 'yellow' | 'green';
export const lampColours: readonly LampColour[] = ['red', 'yellow', 'green'];

/** Side of a lamp's crop, pixels. */
export const LAMP_SIDE = 16;
/** Arrows and LED rings light a part of their region only: the strongest share of its pixels speaks for it. */
const SPEAKING_SHARE = 0.15;
/** Below this spread of the channels (0..1) a picture has no colours: infra-red night. */
const COLOURLESS = 0.06;

/** What one lamp's crop shows; everything 0..1. */
export interface LampLook {
  /** How strongly it shines in each colour (the strongest pixels of its region). */
  shine: Record<LampColour, number>;
  /** Brightness of its brightest pixels. */
  bright: number;
  /** Mean colour of the region: what it looks like as a thing. */
  mean: readonly [r: number, g: number, b: number];
  colourless: boolean;
}

/** The lamps of one signal in one frame; a signal may have fewer than three. */
export type LampLooks = Partial<Record<LampColour, LampLook>>;
/** What one frame alone says; whether a signal flashes only several frames can tell. */
export type FrameState = Exclude<SignalState, 'flashing'>;

/** How much one pixel looks like light of a colour; LED green is bluish, amber lies between red and green. */
const shineOf: Record<LampColour, (r: number, g: number, b: number) => number> = {
  red: (r, g, b) => r - Math.max(g, b),
  yellow: (r, g, b) => Math.min(r, 1.6 * g) - b - 1.2 * Math.max(0, r - g - 0.45) - 2 * Math.max(0, g - r),
  green: (r, g, b) => g - r - 2 * Math.max(0, b - g),
};

/** @param rgb crop of a lamp's region, 8 bits a channel */
export function lookAtLamp(rgb: Uint8Array): LampLook {
  const pixels = rgb.length / 3;
  const shines: Record<LampColour, number[]> = { red: [], yellow: [], green: [] };
  const brights: number[] = [];
  let [sr, sg, sb, spread] = [0, 0, 0, 0];
  for (let at = 0; at < rgb.length; at += 3) {
    const [r, g, b] = [(rgb[at] ?? 0) / 255, (rgb[at + 1] ?? 0) / 255, (rgb[at + 2] ?? 0) / 255];
    for (const colour of lampColours) shines[colour].push(shineOf[colour](r, g, b));
    const brightest = Math.max(r, g, b);
    brights.push(brightest);
    spread = Math.max(spread, brightest - Math.min(r, g, b));
    [sr, sg, sb] = [sr + r, sg + g, sb + b];
  }
  return {
    shine: { red: strongest(shines.red), yellow: strongest(shines.yellow), green: strongest(shines.green) },
    bright: strongest(brights),
    mean: [sr / pixels, sg / pixels, sb / pixels],
    colourless: spread < COLOURLESS,
  };
}

function strongest(values: number[]): number {
  const count = Math.max(1, Math.round(values.length * SPEAKING_SHARE));
  const top = values.sort((a, b) => b - a).slice(0, count);
  return Math.max(0, top.reduce((sum, value) => sum + value, 0) / count);
}
