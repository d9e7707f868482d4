import type { Counts } from './count-riders.ts';
import { tempered, type RiderLook, type SeenHead } from './rider-look.ts';

/** In a smaller head nobody can tell a helmet from hair. */
const LEAST_HEAD_PX = 8;
/** A head below this score has no place in the order. */
const LEAST_SCORE = 0.5;
/** Heads nearer to each other along the heading have no order (in heights of the vehicle). */
const APART = 0.03;
const MOST = 4;

/**
 * Chance that each person is there and bare-headed: the driver, the head that is foremost along the heading, then the
 * passengers from front to back. Under each number of persons only looks that show all of them say who is who.
 */
export function bareHeads(looks: readonly RiderLook[], counts: Counts, temper: number): number[] {
  const legible = looks.filter(({ headPx }) => headPx >= LEAST_HEAD_PX).map(({ heads }) => inOrder(heads));
  const bare = [0, 0, 0, 0];
  counts.forEach((chance, index) => {
    const persons = index + 1;
    const all = legible.flatMap((heads) =>
      heads && (persons === MOST ? heads.length >= MOST : heads.length === persons) ? [heads] : [],
    );
    for (let role = 0; role < persons; role += 1) {
      const sum = all.reduce((total, heads) => total + evidence(heads[role]), 0);
      bare[role] = (bare[role] ?? 0) + chance / (1 + Math.exp(tempered(sum, all.length, temper)));
    }
  });
  return bare;
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
