import type { Counts } from './count-riders.ts';
import { tempered, type RiderLook, type SeenHead } from './rider-look.ts';

/** In a smaller head nobody can tell a helmet from hair. */
const LEAST_HEAD_PX = 8;
/** A head below this score has no place in the order. */
const LEAST_SCORE = 0.5;
/** Heads nearer to each other along the heading have no order (in heights of the vehicle). */
const APART = 0.03;
const MOST = 4;
const NOBODY_KNOWS = 0.5;

/**
 * Chance that each person is there and bare-headed: the driver, the head that is foremost along the heading, then the
 * passengers from front to back. Under each number of persons looks that show all of them say who is who; where none
 * does, those that show most, and whoever is hidden may be anyone of them.
 */
export function bareHeads(looks: readonly RiderLook[], counts: Counts, temper: number): number[] {
  const legible = looks.flatMap(({ headPx, heads }) =>
    headPx >= LEAST_HEAD_PX ? [inOrder(heads)].filter((ordered) => ordered !== undefined) : [],
  );
  const bare = [0, 0, 0, 0];
  counts.forEach((chance, index) => {
    const persons = index + 1;
    const shown = Math.max(
      0,
      ...legible.map(({ length }) => Math.min(length, MOST)).filter((n) => n <= persons),
    );
    const best = legible.filter(({ length }) => Math.min(length, MOST) === shown);
    for (let role = 0; role < persons; role += 1) {
      const sum = best.reduce((total, heads) => total + evidence(heads[role]), 0);
      const seen = firstAreSeen(role + 1, shown, persons);
      const isBare = 1 / (1 + Math.exp(tempered(sum, best.length, temper)));
      bare[role] = (bare[role] ?? 0) + chance * (seen * isBare + (1 - seen) * NOBODY_KNOWS);
    }
  });
  return bare;
}

/** Chance that the first `few` of all persons are among those shown, when anyone may be hidden. */
function firstAreSeen(few: number, shown: number, persons: number): number {
  let chance = 1;
  for (let i = 0; i < few; i += 1) chance *= Math.max(0, shown - i) / (persons - i);
  return chance;
}

const evidence = (head: SeenHead | undefined) => (head ? head.score * head.helmet : 0);

/** From front to back; undefined where the order cannot be told. One alone needs none. */
function inOrder(heads: readonly SeenHead[]): SeenHead[] | undefined {
  const sure = heads.filter(({ score }) => score >= LEAST_SCORE);
  if (sure.length < 2) return sure;
  const ordered = sure.sort((a, b) => (b.ahead ?? 0) - (a.ahead ?? 0));
  const isClear = ordered.every(({ ahead }, index) => {
    const next = ordered[index + 1];
    return ahead !== undefined && (!next || (next.ahead !== undefined && ahead - next.ahead >= APART));
  });
  return isClear ? ordered : undefined;
}
