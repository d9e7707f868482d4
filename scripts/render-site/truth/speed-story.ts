import type { ActorState } from '../world/actor.ts';
import { isInside } from '../world/path.ts';
import { zones } from '../world/zones.ts';
import type { Act } from './act.ts';

/** The bands of the law, km/h above the limit, gravest first. */
const bands = [
  ['speed-35', 35],
  ['speed-20-35', 20],
  ['speed-10-20', 10],
  ['speed-5-10', 5],
] as const;
/** Way over which a speed is taken, m. */
const WAY_M = 15;
const KMH = 3.6;

const place = zones.find(({ kind }) => kind === 'speed');

/**
 * How fast one vehicle was on the part of the street with a limit. What is too fast is in the truth and never certain:
 * without an inspected meter no witness swears to a speed.
 */
export class SpeedStory {
  #entered: { t: number; x: number; s: number } | undefined;
  #fastest: { kmh: number; start: number; moment: number } | undefined;
  #last = 0;

  frame(t: number, { x, s, look }: ActorState): void {
    if (look.class === 'person' || !place || !isInside(place.polygon, [x, s])) {
      this.#entered = undefined;
      return;
    }
    this.#last = t;
    this.#entered ??= { t, x, s };
    const way = Math.hypot(x - this.#entered.x, s - this.#entered.s);
    if (way < WAY_M) return;
    const kmh = (way / (t - this.#entered.t)) * KMH;
    if (kmh > (this.#fastest?.kmh ?? 0)) this.#fastest = { kmh, start: this.#entered.t, moment: t };
    this.#entered = { t, x, s };
  }

  verdict(intent: string | undefined): Act | undefined {
    if (!this.#fastest || !place) return undefined;
    const { kmh, start, moment } = this.#fastest;
    const above = kmh - (place.limitKmh ?? Infinity);
    const rule = bands.find(([, from]) => above >= from)?.[0];
    if (rule === undefined) return undefined;
    const act = { rule, start, moment, end: this.#last, zone: place.id, certain: false };
    return intent === 'emergency-vehicle' ? { ...act, kind: intent } : act;
  }
}
