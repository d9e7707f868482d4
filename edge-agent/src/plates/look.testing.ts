import { plateColours, plateLayouts, type PlateColour, type PlateLayout } from '@vamco/contracts';
import { alphabet, HEAD_SLOTS, SLOTS, type PlateLook } from './look.ts';

/** A look that saw `head` and `tail` with probability `sure` a sign; `instead` gets most of the rest. For tests. */
export function lookAt(
  head: string,
  tail: string,
  {
    sure = 0.99,
    instead = {},
    colour = 'white',
    layout = 'one-line',
  }: { sure?: number; instead?: Record<string, string>; colour?: PlateColour; layout?: PlateLayout } = {},
): PlateLook {
  const signs = new Float32Array(SLOTS * alphabet.length);
  const text = head.padEnd(HEAD_SLOTS) + tail.padEnd(SLOTS - HEAD_SLOTS);
  Array.from(text).forEach((sign, slot) => {
    const row = signs.subarray(slot * alphabet.length, (slot + 1) * alphabet.length);
    const other = instead[sign];
    const p = sign === ' ' ? 0.99 : sure;
    row.fill((1 - p) / (alphabet.length - 1));
    row[alphabet.indexOf(sign)] = p;
    if (other !== undefined) {
      row.fill((1 - p) / 10 / alphabet.length);
      row[alphabet.indexOf(sign)] = p;
      row[alphabet.indexOf(other)] = (1 - p) * 0.9;
    }
  });
  return { signs, colour: oneHot(plateColours, colour), layout: oneHot(plateLayouts, layout) };
}

function oneHot<Name>(names: readonly Name[], name: Name): Float32Array {
  return Float32Array.from(names, (other) => (other === name ? 0.97 : 0.03 / (names.length - 1)));
}
