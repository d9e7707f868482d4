import type { Truth } from '../../tests/support/truth.ts';
import type { Told, ToldViolation } from './told.ts';
import { Whereabouts } from './whereabouts.ts';

/** Seconds that a told moment may lie outside of a true act when nobody knows which vehicle was meant. */
const SLACK_S = 2;

/** What the truth calls the acts of those on priority duty. */
const EMERGENCY = 'emergency-vehicle';

/** Who is told of this, and did the graver act, is told of too little: neither right nor wrong. */
const GRAVER: Readonly<Record<string, string>> = { 'two-passengers': 'three-passengers' };

type Act = Omit<Truth['violations'][number], 'certain'>;

export class RuleFigures {
  right = 0;
  /** Told of a vehicle that did nothing of the kind. */
  wrong = 0;
  missed = 0;
  /** Told of what is uncertain: neither right nor wrong. */
  spared = 0;
  /** Emergency vehicles that were told with their flag. */
  flagged = 0;
  /** Ordinary vehicles that were flagged as exempt. */
  flaggedWrong = 0;
  readonly timeErrors: number[] = [];
  /** Kinds of near misses that were told. */
  readonly nearMisses: string[] = [];

  get precision(): number | undefined {
    return share(this.right, this.wrong);
  }
  get recall(): number | undefined {
    return share(this.right, this.missed);
  }
}

/** Compares what was told of a clip with what is true of it, rule by rule; adds to `figures`. */
export function judgeRules(truth: Truth, told: Told, figures: Map<string, RuleFigures>): void {
  const whereabouts = new Whereabouts(truth, told);
  const of = (rule: string) => {
    const known = figures.get(rule) ?? new RuleFigures();
    figures.set(rule, known);
    return known;
  };
  const found = new Set<Act>();
  for (const one of told.violations) {
    const rules = [one.rule, ...(one.also ?? []).map(({ rule }) => rule)];
    for (const rule of rules) {
      const acts = truth.violations.filter((act) => act.rule === rule);
      const act = match(one, acts, whereabouts, found);
      const near = act ? undefined : match(one, truth.nonViolations, whereabouts, new Set());
      if (one.exemption !== undefined) {
        if (near?.kind === EMERGENCY) {
          of(rule).flagged += 1;
          continue;
        }
        of(rule).flaggedWrong += 1;
      }
      const graver = truth.violations.filter((other) => other.rule === GRAVER[rule]);
      if (!act && match(one, graver, whereabouts, new Set())) of(rule).spared += 1;
      else if (!act) {
        of(rule).wrong += 1;
        if (near) of(rule).nearMisses.push(near.kind);
      } else if (found.has(act)) of(rule).spared += 1;
      else {
        found.add(act);
        if (act.certain) of(rule).right += 1;
        else of(rule).spared += 1;
        // Who sits on a motorbike sits there before it is seen: such an act has no place and no beginning.
        if (act.certain && rule === one.rule && act.zone !== '')
          of(rule).timeErrors.push(timeError(one, act));
      }
    }
  }
  for (const act of truth.violations) if (act.certain && !found.has(act)) of(act.rule).missed += 1;
}

/** The act that was meant: of the same vehicle where that can be told, else the nearest in time. */
function match<A extends Act>(
  one: ToldViolation,
  acts: readonly A[],
  whereabouts: Whereabouts,
  found: ReadonlySet<Act>,
): A | undefined {
  const bodies = new Set(whereabouts.bodiesOf(one.track));
  const here = one.box && whereabouts.bodyAt(one.t, one.box);
  if (here !== undefined) bodies.add(here);
  const byVehicle = acts.filter((act) => bodies.has(act.track));
  if (bodies.size > 0) return byVehicle.find((act) => !found.has(act)) ?? byVehicle[0];
  return acts
    .filter((act) => !found.has(act) && one.t >= act.start - SLACK_S && one.t <= act.end + SLACK_S)
    .sort((a, b) => timeError(one, a) - timeError(one, b))[0];
}

/** How far the begin of the act is off, seconds. */
function timeError({ began, t }: ToldViolation, act: Act): number {
  return Math.abs(began === undefined ? t - act.moment : began - act.start);
}

function share(part: number, rest: number): number | undefined {
  return part + rest === 0 ? undefined : part / (part + rest);
}
