import { blueLetters, families, type Family, type Part } from './families.ts';
import { plateColours, plateLayouts } from '@vamco/contracts';
import { alphabet, HEAD_SLOTS, rawText, SLOTS, type PlateLook } from './look.ts';
import { parsePlate, readingOf, type PlateReading } from './parse.ts';

/** What is known of the vehicle, when one was followed. */
export type PlateCarrier = 'motorbike' | 'other';

export interface DecodedPlate {
  /** The most likely sign of each slot, before the grammar had its say. */
  raw: string;
  best: PlateReading;
  /** Probability of `best` among everything the grammar allows, 0..1. */
  posterior: number;
  /** How much of what was seen the grammar allows at all, 0..1: low for what is no plate. */
  fit: number;
  /** The best reading of each other family that is not ruled out (above 2 %), likeliest first. */
  others: { reading: PlateReading; posterior: number }[];
}

/** No sign is ever impossible: a network that is sure and wrong must not silence the grammar. */
const FLOOR = 1e-5;
const OUT_OF_PLACE = 0.02;

/**
 * Decodes a look against the grammar. Every family is a path through the slots; the exact best path and the
 * sum over all paths of each family are found part by part, since slots are independent given the picture.
 * Layout, colour and carrier weigh the families, they never rule one out alone.
 */
export function decodeLook(look: PlateLook, carrier?: PlateCarrier): DecodedPlate | undefined {
  const candidates = families.flatMap((family) => {
    const weight = familyWeight(family, look, carrier);
    const head = side(look, family.head, 0, family);
    const tail = side(look, family.tail, HEAD_SLOTS, family);
    const reading = readingOf(family, head.signs, tail.signs);
    if (!reading) return [];
    return { reading, joint: head.best * tail.best * weight, mass: head.sum * tail.sum * weight };
  });
  candidates.sort((a, b) => b.joint - a.joint);
  const [best] = candidates;
  if (!best) return undefined;
  const fit = candidates.reduce((total, { mass }) => total + mass, 0);
  const posterior = (joint: number) => Math.min(1, joint / fit);
  const meanings = sameSigns(best.reading, look, carrier);
  const others = candidates
    .slice(1)
    .filter(({ reading }) => reading.canonical !== best.reading.canonical)
    .map(({ reading, joint }) => ({ reading, posterior: posterior(joint) }));
  const [first] = meanings;
  return {
    raw: rawText(look),
    best: first?.reading ?? best.reading,
    posterior: posterior(best.joint),
    fit: Math.min(1, fit),
    others: [
      ...meanings
        .slice(1)
        .map(({ reading, share }) => ({ reading, posterior: share * posterior(best.joint) })),
      ...others,
    ]
      .filter((other) => other.posterior > 0.02)
      .sort((x, y) => y.posterior - x.posterior),
  };
}

/**
 * The meanings of one text, likeliest first: `30A12345` is a car's `30A|12345` and an old motorbike's `30A1|2345`.
 * The signs are the same, so only the slot that one of them leaves empty, the layout and the carrier can tell.
 */
function sameSigns(best: PlateReading, look: PlateLook, carrier?: PlateCarrier) {
  const meanings = parsePlate(best.canonical).map((reading) => {
    const family = families.find(({ id }) => id === reading.family);
    const head =
      family?.head.reduce((length, part) => length + ('of' in part ? (part.of[0]?.length ?? 0) : 0), 0) ?? 0;
    const filled = head >= 1 ? 1 - at(look, head - 1, ' ') : 1;
    const open = head < HEAD_SLOTS ? at(look, head, ' ') : 1;
    return { reading, share: filled * open * (family ? familyWeight(family, look, carrier) : 0) };
  });
  const total = meanings.reduce((sum, { share }) => sum + share, 0) || 1;
  return meanings
    .map(({ reading, share }) => ({ reading, share: share / total }))
    .sort((x, y) => y.share - x.share);
}

interface Path {
  signs: string;
  best: number;
  sum: number;
}

/** The best signs of one side of a family, their probability, and that of all the side's signs together. */
function side(look: PlateLook, parts: readonly Part[], from: number, family: Family): Path {
  let path: Path = { signs: '', best: 1, sum: 1 };
  let slot = from;
  for (const part of parts) {
    const step = 'of' in part ? choice(look, part.of, slot, family) : digits(look, part.digits, slot);
    path = { signs: path.signs + step.signs, best: path.best * step.best, sum: path.sum * step.sum };
    slot += step.signs.length;
  }
  // What is left must be empty.
  for (; slot < from + SLOTS - HEAD_SLOTS; slot += 1) {
    const empty = at(look, slot, ' ');
    path = { ...path, best: path.best * empty, sum: path.sum * empty };
  }
  return path;
}

function choice(look: PlateLook, values: readonly string[], slot: number, { vehicle }: Family): Path {
  const blue = look.colour[plateColours.indexOf('blue')] ?? 0;
  const path = { signs: '', best: -1, sum: 0 };
  for (const signs of values) {
    let probability = 1;
    for (let i = 0; i < signs.length; i += 1) probability *= at(look, slot + i, signs[i] ?? ' ');
    // Blue plates use eleven letters only.
    if (signs.length === 1 && vehicle !== 'any' && /[A-Z]/u.test(signs) && !blueLetters.includes(signs))
      probability *= Math.max(OUT_OF_PLACE, 1 - blue);
    path.sum += probability;
    if (probability > path.best) Object.assign(path, { signs, best: probability });
  }
  return path;
}

/** Digits that are not all zero; when zeros are likeliest, the cheapest one changes. */
function digits(look: PlateLook, count: number, slot: number): Path {
  const ranked = Array.from({ length: count }, (_, i) =>
    Array.from('0123456789', (sign) => ({ sign, probability: at(look, slot + i, sign) })).sort(
      (a, b) => b.probability - a.probability,
    ),
  );
  const chosen = ranked.map(([first]) => first as { sign: string; probability: number });
  if (chosen.every(({ sign }) => sign === '0')) {
    const losses = ranked.map(([first, second]) => (second?.probability ?? 0) / (first?.probability ?? 1));
    const cheapest = losses.indexOf(Math.max(...losses));
    chosen[cheapest] = ranked[cheapest]?.[1] ?? { sign: '1', probability: FLOOR };
  }
  const product = (values: number[]) => values.reduce((all, value) => all * value, 1);
  const sums = ranked.map((row) => row.reduce((sum, { probability }) => sum + probability, 0));
  const zeros = ranked.map((row) => row.find(({ sign }) => sign === '0')?.probability ?? FLOOR);
  return {
    signs: chosen.map(({ sign }) => sign).join(''),
    best: product(chosen.map(({ probability }) => probability)),
    sum: Math.max(FLOOR, product(sums) - product(zeros)),
  };
}

function familyWeight(
  { id, vehicle }: Family,
  { layout, colour }: PlateLook,
  carrier?: PlateCarrier,
): number {
  const twoLine = layout[plateLayouts.indexOf('two-line')] ?? 0;
  const red = colour[plateColours.indexOf('red')] ?? 0;
  const unknown = colour[plateColours.indexOf('unknown')] ?? 0;
  const byLayout = vehicle === 'motorbike' ? Math.max(OUT_OF_PLACE, twoLine) : 1;
  // Two letters and three digits are found in much lettering: only a red sheet makes a plate of them.
  const military = id === 'mil' ? red + unknown / 2 : red;
  const byColour = Math.max(OUT_OF_PLACE, id.startsWith('mil') ? military : 1 - red);
  const byCarrier = carrier && vehicle !== 'any' && vehicle !== carrier ? OUT_OF_PLACE : 1;
  return byLayout * byColour * byCarrier;
}

function at({ signs }: PlateLook, slot: number, sign: string): number {
  return Math.max(FLOOR, signs[slot * alphabet.length + alphabet.indexOf(sign)] ?? 0);
}
