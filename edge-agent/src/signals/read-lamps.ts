import type { FrameState, LampColour, LampLook, LampLooks } from './lamp.ts';
import type { LampMemory } from './lamp-memory.ts';

/** A lamp that shines less is not lit, whatever the others do. */
const LOWEST_SHINE = 0.12;
/** A lamp that never was seen both lit and dark is lit from here. */
const SURELY_LIT = 0.3;
/** Cold: the lit lamp must outshine the others by this. */
const CLEAR_LEAD = 0.1;
/** A dark lamp that shows the lit lamp's colour this strongly is covered by something of that colour. */
const COVERED_SHARE = 0.75;
/** Infra-red: only brightness is left, and it must differ by this. */
const BRIGHT_LEAD = 0.25;

/** Reads one frame of one signal. `unknown` is a normal answer: covered, washed out, contradictory. */
export function readLamps(looks: LampLooks, memory: LampMemory): FrameState {
  const lamps = Object.entries(looks) as [LampColour, LampLook][];
  if (lamps.every(([, look]) => look.colourless)) return byBrightness(lamps);
  const lit = lamps.filter(([colour, look]) => isLit(colour, look, lamps, memory));
  const state = named(lit.map(([colour]) => colour));
  // Two at once may be low sun on a lens: believed only of lamps that were seen dark.
  if (state === 'red+yellow' && lit.some(([colour]) => memory.threshold(colour) === undefined))
    return 'unknown';
  if (lit.some(([colour, look]) => isCovered(colour, look, lamps))) return 'unknown';
  if (state === 'off' && !(memory.knowsDark(looks) ?? looksDark(lamps))) return 'unknown';
  return memory.fits(state, looks) ? state : 'unknown';
}

function isLit(
  colour: LampColour,
  look: LampLook,
  lamps: [LampColour, LampLook][],
  memory: LampMemory,
): boolean {
  const shine = look.shine[colour];
  const own = memory.threshold(colour);
  if (shine < LOWEST_SHINE) return false;
  const rivals = lamps.filter(([other]) => other !== colour).map(([other, { shine: s }]) => s[other]);
  const strongestRival = Math.max(0, ...rivals);
  if (own !== undefined) return shine > own && shine > 0.5 * strongestRival;
  if (lamps.length === 1) return shine > SURELY_LIT;
  return shine > strongestRival * 0.8 && (shine > SURELY_LIT || shine - strongestRival > CLEAR_LEAD);
}

/** The combinations that road signals show; anything else is no answer. */
function named(lit: LampColour[]): FrameState {
  if (lit.length === 0) return 'off';
  if (lit.length === 1) return lit[0] ?? 'off';
  return lit.length === 2 && !lit.includes('green') ? 'red+yellow' : 'unknown';
}

/** A red bus in front makes the red lamp "shine", and the others as well. */
function isCovered(colour: LampColour, look: LampLook, lamps: [LampColour, LampLook][]): boolean {
  const others = lamps.filter(([other]) => other !== colour);
  if (others.length === 0) return false;
  return others.every(([, other]) => other.shine[colour] > COVERED_SHARE * look.shine[colour]);
}

/** Off means that dark lenses are seen, not that something else stands there. */
function looksDark(lamps: [LampColour, LampLook][]): boolean {
  return lamps.every(([, look]) => look.bright < 0.6);
}

function byBrightness(lamps: [LampColour, LampLook][]): FrameState {
  const [first, second] = [...lamps].sort((a, b) => b[1].bright - a[1].bright);
  if (!first || !second) return 'unknown';
  return first[1].bright - second[1].bright > BRIGHT_LEAD ? first[0] : 'unknown';
}
