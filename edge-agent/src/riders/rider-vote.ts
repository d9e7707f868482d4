import type { RiderSeen } from '@vamco/contracts';
import type { Riders } from '../rules/riders.ts';
import { bareHeads } from './bare-heads.ts';
import { countRiders, type Counts } from './count-riders.ts';
import type { RiderLook } from './rider-look.ts';

/** More looks than this add nothing; the one with the smallest heads leaves. */
const MOST_LOOKS = 12;
/** More of the looks showed nobody: it is parked, or no motorbike at all. The net sees nobody on a bicycle. */
const MOST_EMPTY = 0.4;
/**
 * In between nobody can say whether there is a helmet. Who is told to have none is accused: of 36 rendered riders above
 * .95 all were bare-headed, of 20 between .85 and .95 eleven.
 */
const UNKNOWN = [0.15, 0.95] as const;
/** Nothing that another look could change. */
const SETTLED = { looks: 5, count: 0.93 };

/** All looks at the riders of one motorbike, put together. */
export class RiderVote {
  readonly #temper: number;
  #looks: RiderLook[] = [];
  #all = 0;
  #empty = 0;
  #riders: Riders | undefined;

  /** @param temper factor on the summed log odds of several looks */
  constructor(temper: number) {
    this.#temper = temper;
  }

  /** A look that shows nobody says nothing of those who are seen in others, unless most looks show nobody. */
  add(look: RiderLook): void {
    this.#all += 1;
    if (look.heads.length === 0) this.#empty += 1;
    if (look.heads.length === 0) return;
    this.#looks = [...this.#looks, look].sort((a, b) => b.headPx - a.headPx).slice(0, MOST_LOOKS);
    this.#riders = together(this.#looks, this.#temper);
  }

  /** Undefined before anybody was seen, and where mostly nobody is seen. */
  get riders(): Riders | undefined {
    return this.#empty <= MOST_EMPTY * this.#all ? this.#riders : undefined;
  }

  get isSettled(): boolean {
    const { riders } = this;
    if (!riders || riders.looks < SETTLED.looks) return false;
    return (
      Math.max(...riders.counts) >= SETTLED.count && riders.heads.every(({ helmet }) => helmet !== 'unknown')
    );
  }
}

function together(looks: readonly RiderLook[], temper: number): Riders {
  const counts = countRiders(
    looks.map(({ heads }) => heads.map(({ score }) => score)),
    temper,
  );
  const persons = counts.indexOf(Math.max(...counts)) + 1;
  const bare = bareHeads(looks, counts, temper);
  const clearest = clearestOf(looks, persons);
  return {
    ...{ looks: looks.length, counts, bare, heads: inWords(counts, bare, persons) },
    firstS: Math.min(...looks.map(({ atS }) => atS)),
    clearestS: clearest?.atS ?? 0,
    marks: (clearest?.heads ?? []).map(({ at }) => at),
  };
}

function inWords(counts: Counts, bare: readonly number[], persons: number): RiderSeen[] {
  return Array.from({ length: persons }, (_, role) => {
    const isThere = counts.slice(role).reduce((sum, chance) => sum + chance, 0);
    const chance = Math.min(1, (bare[role] ?? 0) / isThere);
    const helmet = chance >= UNKNOWN[1] ? 'no' : chance <= UNKNOWN[0] ? 'yes' : 'unknown';
    return { helmet, confidence: Math.max(chance, 1 - chance) };
  });
}

/** What an officer should be shown: as many heads as there most likely are, as large as possible. */
function clearestOf(looks: readonly RiderLook[], persons: number): RiderLook | undefined {
  const away = ({ heads }: RiderLook) => Math.abs(heads.length - persons);
  return [...looks].sort((a, b) => away(a) - away(b) || b.headPx - a.headPx)[0];
}
