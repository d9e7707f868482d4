import { ruleIds, ruleTable, type RuleId } from '@vamco/contracts';
import type { RuleHit } from './rule-hit.ts';

interface Case {
  /** Found, not told yet. */
  held: RuleHit[];
  heldSinceS: number;
  told: RuleHit[];
}

/** A lesser act waits at most so long for a graver one that is not decided yet. */
const HOLD_S = 3;
/** At most so long until it was looked at well enough to know whether the law exempts it. */
const HOLD_EXEMPT_S = 6;

/** What may still be known of a track soon. */
export interface StillOpen {
  /** Place in the table of the gravest rule that is not decided yet; Infinity when all are. */
  gravestPending: number;
  mayBeExempt: boolean;
}

const gravity = ({ rule }: Pick<RuleHit, 'rule'>) => ruleIds.indexOf(rule);

/** Who stands has ended whatever it did while it moved. */
const STANDING: readonly RuleId[] = ['stop-no-stopping-sign', 'park-no-parking-sign'];

/**
 * One vehicle is one case: the gravest act names it and the others are listed in it. A lesser act waits a little for
 * a graver one that may still be decided. What comes later is told once more, with the first one listed, when it is
 * graver, or an act of its own: a stop or parking begun when all that was told was over (each act is fined: Law on
 * Handling of Administrative Violations 15/2012, 3.1.d).
 */
export class CaseBook {
  readonly #cases = new Map<number, Case>();

  /** @returns has this been found already? */
  knows(hit: Pick<RuleHit, 'rule' | 'track' | 'zone'>): boolean {
    const one = this.#cases.get(hit.track.id);
    const same = (other: RuleHit) => other.rule === hit.rule;
    return one !== undefined && (one.held.some(same) || one.told.some(same));
  }

  add(hit: RuleHit, t: number): void {
    const one = this.#cases.get(hit.track.id) ?? { held: [], heldSinceS: t, told: [] };
    this.#cases.set(hit.track.id, one);
    if (one.held.length === 0) one.heldSinceS = t;
    one.held.push(hit);
  }

  /** The case of this track, when it is ripe. */
  ripe(trackId: number, t: number, { gravestPending, mayBeExempt }: StillOpen): RuleHit | undefined {
    const one = this.#cases.get(trackId);
    const [first, ...others] = one?.held.sort((a, b) => gravity(a) - gravity(b)) ?? [];
    if (!one || !first) return undefined;
    const holdS = Math.max(gravestPending < gravity(first) ? HOLD_S : 0, mayBeExempt ? HOLD_EXEMPT_S : 0);
    if (t - one.heldSinceS < holdS) return undefined;
    one.held = [];
    const before = [...one.told];
    one.told.push(first, ...others);
    const isItsOwn = STANDING.includes(first.rule) && before.every((told) => told.atS < first.beganS);
    // Told already, and nothing graver: it adds nothing.
    if (!isItsOwn && before.some((told) => gravity(told) <= gravity(first))) return undefined;
    const also = [...others, ...before].map(({ rule, zone }) => ({ rule, zone }));
    return also.length > 0 ? { ...first, also } : first;
  }

  forget(trackId: number): void {
    this.#cases.delete(trackId);
  }
}

export function versionOf(rule: RuleHit['rule']): number {
  return ruleTable[rule].version;
}
