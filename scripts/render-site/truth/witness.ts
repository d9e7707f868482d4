import type { Truth } from '../../../tests/support/truth.ts';
import type { SeenActor } from '../camera/see.ts';
import type { ActorState } from '../world/actor.ts';
import { layout } from '../world/junction.ts';
import { LineStory } from './line-story.ts';
import { RiderStory } from './rider-story.ts';
import { Sight } from './sight.ts';
import { SpeedStory } from './speed-story.ts';
import { zoneStories, type ZoneStory } from './zone-story.ts';

/** Ids from here on belong to people on foot. */
const FIRST_WALKER = 99_999;
/** Part of a body that must be in view before it can be seen to do anything. */
const SEEN = 0.4;
/** Part of the time of an act in which its vehicle must be in view to swear to it. */
const SWORN = 0.5;
/** Who turns may wait in the junction for long, in full view: it is the turn itself that must be seen. */
const TURN_S = 1.5;
/** Of what is done so shortly before a clip ends nobody sees the end, s. */
const TO_SPARE_S = 1;

interface Watched {
  actor: ActorState;
  sight: Sight;
  line: LineStory;
  zones: ZoneStory[];
  speed: SpeedStory;
  riders: RiderStory;
}

/** Follows every vehicle on the ground and says afterwards what each did, and what only looked like it. */
export class Witness {
  readonly #truth: Truth;
  readonly #watched = new Map<number, Watched>();
  #redSince: number | undefined;
  #last = 0;

  constructor(truth: Truth) {
    this.#truth = truth;
  }

  frame(t: number, light: string, actors: readonly ActorState[], seen: ReadonlyMap<number, SeenActor>): void {
    this.#redSince = light === 'red' ? (this.#redSince ?? t) : undefined;
    this.#last = t;
    for (const actor of actors) {
      if (actor.id >= FIRST_WALKER) continue;
      const one = this.#watched.get(actor.id) ?? this.#meet(actor);
      const shown = seen.get(actor.id);
      one.sight.note(t, shown?.visible ?? 0);
      this.#passage(one, actor, t);
      one.line.frame(t, light, this.#redSince, actor);
      for (const story of one.zones) story.frame(t, actor, (shown?.visible ?? 0) >= SEEN);
      one.speed.frame(t, actor);
      one.riders.frame(t, shown);
      one.actor = actor;
    }
  }

  finish(): void {
    for (const { actor, sight, line, zones, speed, riders } of this.#watched.values()) {
      const about = { class: actor.look.class, track: actor.id };
      const acts = [line, speed, ...zones].map((story) => story.verdict(actor.intent));
      for (const act of acts) {
        if (!act) continue;
        const { kind, ...rest } = act;
        const entry = { ...rest, ...about };
        if (kind !== undefined) this.#truth.nonViolations.push({ kind, ...entry });
        else if (sight.of(act.start, act.moment) > 0.05)
          this.#truth.violations.push({
            ...entry,
            certain: act.certain && this.#couldSwear(sight, act),
          });
      }
      this.#truth.violations.push(...riders.acts(actor).map((act) => ({ ...act, ...about })));
    }
    this.#truth.violations.sort((a, b) => a.moment - b.moment);
    this.#truth.nonViolations.sort((a, b) => a.moment - b.moment);
  }

  /** Would one who sees this clip alone swear to the act? */
  #couldSwear(
    sight: Sight,
    { rule, start, moment }: { rule: string; start: number; moment: number },
  ): boolean {
    const isSeen = (from: number) => sight.of(from, moment) >= SWORN;
    const isTurn = rule === 'no-turn' || rule === 'no-u-turn';
    return this.#last - moment >= TO_SPARE_S && isSeen(start - 0.6) && (!isTurn || isSeen(moment - TURN_S));
  }

  #meet(actor: ActorState): Watched {
    const one: Watched = {
      ...{ actor, sight: new Sight(), line: new LineStory(actor) },
      ...{ zones: zoneStories(), speed: new SpeedStory(), riders: new RiderStory() },
    };
    this.#watched.set(actor.id, one);
    return one;
  }

  #passage({ actor: before, sight }: Watched, actor: ActorState, t: number): void {
    if (Math.abs(actor.x) > layout.main.halfWidth) return;
    const [was, is] = [before.s + layout.countLine, actor.s + layout.countLine];
    if (was * is > 0 || was === is) return;
    const direction = is > was ? 'forward' : 'backward';
    const about = { class: actor.look.class, track: actor.id, certain: sight.of(t - 0.8, t) >= 0.4 };
    this.#truth.passages.push({ t, line: 'count-main', direction, ...about });
  }
}
