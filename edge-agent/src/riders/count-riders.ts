import { tempered } from './rider-look.ts';

export type Counts = [number, number, number, number];

/** How often one to four sit on a motorbike, before anything was seen; flatter than streets are, so that looks decide. */
const BEFORE = [0.55, 0.3, 0.1, 0.05] as const;
/**
 * How often a rider is seen in a look, and how usual that is: it depends on where the camera stands, so that looks at
 * one motorbike are alike. From the side everybody is seen, from behind one hides another.
 */
const VISIBLE = [
  { seen: 0.95, usual: 0.5 },
  { seen: 0.75, usual: 0.3 },
  { seen: 0.5, usual: 0.2 },
] as const;
/** A head of somebody else, or none, is taken for a rider's. */
const EXTRA = 0.03;
/** What the net was taught with: its scores already hold how usual each number is there, which must not count at every look. */
const TAUGHT = [0.4, 0.3, 0.2, 0.1] as const;
/** No look is impossible. */
const LEAST = 1e-4;

/**
 * Chances of one, two, three, and four or more persons. Each look gives the chances of every number of visible heads;
 * a number of persons explains it by riders who hide one another (often) and by heads that are none of theirs (rarely).
 * So three heads in every second look are rather three persons, and three heads once are not.
 * @param looks scores of the heads of each look
 */
export function countRiders(looks: readonly (readonly number[])[], temper: number): Counts {
  const visible = looks.map(visibleHeads);
  const weights = BEFORE.map((before, index) => {
    const likely = VISIBLE.reduce(
      (all, { seen, usual }) => all + usual * likelihood(visible, index + 1, seen),
      0,
    );
    return Math.log(before) + tempered(Math.log(likely), looks.length, temper);
  });
  const most = Math.max(...weights);
  const shares = weights.map((weight) => Math.exp(weight - most));
  const all = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / all) as Counts;
}

/** How likely all looks are with so many persons, each of whom is seen this often. */
function likelihood(visible: readonly (readonly number[])[], persons: number, seen: number): number {
  return visible.reduce((all, chances) => {
    const look = chances.reduce(
      (sum, chance, heads) => sum + (chance / usualHeads(heads)) * chanceOf(heads, persons, seen),
      0,
    );
    return all * Math.max(LEAST, look);
  }, 1);
}

/** How often the net was shown so many visible heads. */
function usualHeads(heads: number): number {
  const known = usual.get(heads);
  if (known !== undefined) return known;
  const share = TAUGHT.reduce(
    (all, taught, index) =>
      all +
      VISIBLE.reduce(
        (sum, { seen, usual: often }) => sum + taught * often * chanceOf(heads, index + 1, seen),
        0,
      ),
    0,
  );
  usual.set(heads, share);
  return share;
}
const usual = new Map<number, number>();

/** How likely each number of true heads is, from none on: Poisson's binomial. */
export function visibleHeads(scores: readonly number[]): number[] {
  return scores.reduce(
    (chances, score) =>
      [...chances, 0].map((chance, n) => chance * (1 - score) + (chances[n - 1] ?? 0) * score),
    [1],
  );
}

/** How likely so many visible heads are with so many persons. */
function chanceOf(heads: number, persons: number, seen: number): number {
  let chance = 0;
  for (let own = 0; own <= Math.min(heads, persons); own += 1)
    chance += binomial(persons, own) * seen ** own * (1 - seen) ** (persons - own) * extra(heads - own);
  return chance;
}

/** Poisson: one head too many is rare, two are hardly ever. */
function extra(heads: number): number {
  let chance = Math.exp(-EXTRA);
  for (let n = 1; n <= heads; n += 1) chance *= EXTRA / n;
  return chance;
}

function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i += 1) result = (result * (n - k + i)) / i;
  return result;
}
