import type { ActorState } from '../world/actor.ts';
import { isInside, turn } from '../world/path.ts';
import { standsS, zones, type GroundZone } from '../world/zones.ts';
import type { Act } from './act.ts';

/** Way in a zone before one may be said to drive there, metres; half of it is a matter of opinion. */
const WAY_M: Partial<Record<GroundZone['kind'], number>> = { lane: 8, sidewalk: 6, 'prohibited-road': 4 };
const OPINION = 0.5;
/** Slower is standing, m/s. */
const MOVES = 0.3;
/** A watch may be this much ahead, s. */
const NEARLY_S = 2;
const AGAINST = (2 * Math.PI) / 3;

type Judge = (zone: GroundZone, actor: ActorState) => string | undefined;

/** The rule that someone is breaking in a zone right now. */
const judges: Partial<Record<GroundZone['kind'], Judge>> = {
  lane: (zone, { heading, look, speed }) => {
    if (Math.abs(turn(zone.heading ?? 0, heading)) > AGAINST && speed > MOVES) return 'wrong-way';
    return zone.classes && look.class !== 'person' && !zone.classes.includes(look.class)
      ? 'wrong-lane'
      : undefined;
  },
  sidewalk: (zone, { look, speed }) =>
    zone.classes?.includes(look.class) && speed > MOVES ? 'sidewalk' : undefined,
  'prohibited-road': (zone, { look, heading }) =>
    zone.classes?.includes(look.class) && Math.abs(turn(Math.PI / 2, heading)) < 1
      ? 'prohibited-road'
      : undefined,
  'no-stopping': (zone, { look, speed }) =>
    zone.classes?.includes(look.class) && speed < 0.2 ? 'stop-no-stopping-sign' : undefined,
  'no-parking': (zone, { look, speed }) =>
    zone.classes?.includes(look.class) && speed < 0.2 ? 'park-no-parking-sign' : undefined,
};

/** What one vehicle did in one zone. */
export class ZoneStory {
  readonly #zone: GroundZone;
  readonly #judge: Judge;
  #rule: string | undefined;
  #start = 0;
  #from: readonly [number, number] = [0, 0];
  #act: Act | undefined;
  #opinion: Act | undefined;
  #model = '';
  #last = 0;

  constructor(zone: GroundZone, judge: Judge) {
    this.#zone = zone;
    this.#judge = judge;
  }

  /** @param isSeen an act begins when somebody could see it; being hidden for a while does not end it */
  frame(t: number, actor: ActorState, isSeen: boolean): void {
    this.#model = actor.look.model;
    this.#last = t;
    const rule = isInside(this.#zone.polygon, [actor.x, actor.s]) ? this.#ruleOf(actor) : undefined;
    if (rule !== this.#rule && (isSeen || rule === undefined)) {
      this.#rule = rule;
      this.#start = t;
      this.#from = [actor.x, actor.s];
    }
    if (rule === undefined || rule !== this.#rule) return;
    if (this.#act?.rule === rule) {
      this.#act.end = t;
      return;
    }
    if (this.#opinion?.rule === rule) this.#opinion.end = t;
    const part = this.#partDone(t, actor);
    const act = { rule, start: this.#start, moment: t, end: t, zone: this.#zone.id };
    if (part >= 1) this.#act ??= { ...act, certain: true };
    else if (part >= OPINION && WAY_M[this.#zone.kind]) this.#opinion ??= { ...act, certain: false };
  }

  /** How much of what makes an act of it is done: of its way, or of its time. */
  #partDone(t: number, { x, s }: ActorState): number {
    const { kind } = this.#zone;
    return kind === 'no-stopping' || kind === 'no-parking'
      ? (t - this.#start) / standsS[kind]
      : Math.hypot(x - this.#from[0], s - this.#from[1]) / (WAY_M[kind] ?? 0);
  }

  /** Who drives where it is wrong, and stops there for a while, has not begun anew when it goes on. */
  #ruleOf(actor: ActorState): string | undefined {
    const isHalt = WAY_M[this.#zone.kind] !== undefined && actor.speed <= MOVES;
    return this.#judge(this.#zone, actor) ?? (isHalt ? this.#rule : undefined);
  }

  /** Who stood nearly long enough when the clip ended may be told by a quicker watch. */
  #nearly(): Act | undefined {
    const { kind, id } = this.#zone;
    if ((kind !== 'no-stopping' && kind !== 'no-parking') || !this.#rule) return undefined;
    const [start, end] = [this.#start, this.#last];
    if (end - start < standsS[kind] - NEARLY_S) return undefined;
    return { rule: this.#rule, start, moment: end, end, zone: id, certain: false };
  }

  verdict(intent: string | undefined): Act | undefined {
    this.#act ??= this.#opinion ?? this.#nearly();
    if (!this.#act) return undefined;
    if (this.#model === 'pushed-motorbike') return { ...this.#act, kind: 'walks-motorbike' };
    if (intent === 'emergency-vehicle') return { ...this.#act, kind: intent };
    const { rule } = this.#act;
    // Who stands because the road ahead is full stops for no reason of its own.
    const stands = rule === 'stop-no-stopping-sign' || rule === 'park-no-parking-sign';
    if (stands && intent !== rule) {
      return { ...this.#act, kind: 'stands-in-queue' };
    }
    return this.#act;
  }
}

/** A fresh story for every zone that a rule is about. */
export function zoneStories(): ZoneStory[] {
  return zones.flatMap((zone) => {
    const judge = judges[zone.kind];
    return judge ? [new ZoneStory(zone, judge)] : [];
  });
}
