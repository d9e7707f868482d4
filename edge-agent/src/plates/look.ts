import { plateColours, plateLayouts } from '@vamco/contracts';
import type { Quad } from './quad.ts';

/** Index 0 means that the slot holds nothing. */
export const alphabet = ' 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Five slots for province and series, five for the serial, each filled from the left. */
export const SLOTS = 10;
export const HEAD_SLOTS = 5;

/** What the reader saw in one picture of a plate: probabilities, nothing decided yet. */
export interface PlateLook {
  /** SLOTS x alphabet, row by row; each row sums to 1. */
  signs: Float32Array;
  /** One a colour, in the order of `plateColours`. */
  colour: Float32Array;
  /** One a layout, in the order of `plateLayouts`. */
  layout: Float32Array;
}

/** A plate as the finder saw it. */
export interface FoundPlate {
  /** 0..1 */
  score: number;
  /** Probability of two lines, 0..1. */
  twoLine: number;
  corners: Quad;
}

/** The most likely entry of one list of probabilities. */
export function likeliest<Name>(names: readonly [Name, ...Name[]], probabilities: Float32Array): Name {
  const best = probabilities.indexOf(Math.max(...probabilities));
  return names[best] ?? names[0];
}

/** The most likely sign of each slot, unrepaired: what was read, be it a plate or not. */
export function rawText({ signs }: PlateLook): string {
  let text = '';
  for (let slot = 0; slot < SLOTS; slot += 1) {
    const row = signs.subarray(slot * alphabet.length, (slot + 1) * alphabet.length);
    text += alphabet[row.indexOf(Math.max(...row))] ?? '';
  }
  return text.replaceAll(' ', '');
}

/** One sign and how likely it stands in its slot, 0..1. */
export interface SignChance {
  sign: string;
  chance: number;
}

/** The few likeliest signs of each slot: what a reader could have meant. */
export function signChances(look: PlateLook | undefined): SignChance[][] {
  if (!look) return [];
  return Array.from({ length: SLOTS }, (_, slot) => {
    const row = look.signs.subarray(slot * alphabet.length, (slot + 1) * alphabet.length);
    const chances = [...row].map((chance, index) => ({ sign: (alphabet[index] ?? '').trim(), chance }));
    return chances
      .sort((a, b) => b.chance - a.chance)
      .slice(0, 3)
      .filter(({ chance }, index) => index === 0 || chance >= 0.005);
  });
}

/** The weighted mean of looks, slot by slot; weights need not sum to 1. */
export function meanLook(looks: readonly { look: PlateLook; weight: number }[]): PlateLook {
  const total = looks.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (values: (look: PlateLook) => Float32Array, length: number) => {
    const sum = new Float32Array(length);
    for (const { look, weight } of looks) {
      values(look).forEach((value, i) => (sum[i] = (sum[i] ?? 0) + (value * weight) / total));
    }
    return sum;
  };
  return {
    signs: mean(({ signs }) => signs, SLOTS * alphabet.length),
    colour: mean(({ colour }) => colour, plateColours.length),
    layout: mean(({ layout }) => layout, plateLayouts.length),
  };
}
