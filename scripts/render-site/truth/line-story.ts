import type { ActorState } from '../world/actor.ts';
import { layout } from '../world/junction.ts';
import { turn } from '../world/path.ts';
import type { Act } from './act.ts';

/** Metres past the line, with all of the vehicle, that make a run. */
const RUN_M = 2;
/** Over the line with the front by so much, standing for so long on red: overrun. */
const OVER_M = 0.5;
const STANDS_S = 2;
/** The law knows no grace, a careful witness does: the red must have been this old. */
const SURE_S = 0.7;
const TURNED = Math.PI / 3;
const TURNED_BACK = (5 * Math.PI) / 6;

/** What one vehicle did at the stop line of the south arm. */
export class LineStory {
  #before: ActorState;
  /** When the front met the line, what the light was and for how long. */
  #met?: { t: number; light: string; redFor: number };
  #stoodSince: number | undefined;
  #overrun?: number;
  #ran?: number;
  /** The first moment at which it was past the line with all of it. */
  #pastOnRed?: number;
  #wasOverAtRed = false;
  /** Where it goes is known: it turned, or is past the middle of the junction. */
  #isGone = false;
  /** The red in which it stood over the line went by. */
  #isOver = false;
  #turned?: { way: 'left' | 'right' | 'back'; t: number };
  #last = 0;

  constructor(actor: ActorState) {
    this.#before = actor;
  }

  frame(t: number, light: string, redSince: number | undefined, actor: ActorState): void {
    const [was, is] = [front(this.#before), front(actor)];
    const isComing =
      Math.abs(turn(0, actor.heading)) < 0.5 && actor.x > 0 && actor.x < layout.main.halfWidth + 0.3;
    if (!this.#met && was < 0 && is >= 0 && isComing) {
      this.#met = { t, light, redFor: redSince === undefined ? 0 : t - redSince };
    }
    this.#before = actor;
    this.#last = t;
    if (!this.#met) return;
    const isRed = redSince !== undefined;
    const rear = is - actor.look.length;
    const onRed = this.#met.light === 'red';
    const stands = isRed && actor.speed < 0.25 && is > OVER_M && rear < 3 && !this.#turned;
    this.#stoodSince = stands ? (this.#stoodSince ?? t) : undefined;
    if (onRed && this.#stoodSince !== undefined && t - this.#stoodSince >= STANDS_S) this.#overrun ??= t;
    if (isRed && rear > RUN_M && is < 25) {
      if (onRed) this.#ran ??= t;
      else this.#pastOnRed ??= t;
    }
    if (!onRed && isRed && rear < 0 && is > OVER_M) this.#wasOverAtRed = true;
    if (this.#overrun !== undefined && !isRed) this.#isOver = true;
    const turned = turn(0, actor.heading);
    if (Math.abs(turned) >= TURNED_BACK)
      this.#turned = { way: 'back', t: this.#turned?.way === 'back' ? this.#turned.t : t };
    else if (Math.abs(turned) >= TURNED) this.#turned ??= { way: turned > 0 ? 'right' : 'left', t };
    if (this.#turned || is > layout.stopLine) this.#isGone = true;
  }

  /**
   * The gravest of what it did. Certain only once its outcome was there to be seen: who ran the light might still have
   * turned right, as is permitted, and who stands over the line might still have run it.
   */
  verdict(intent: string | undefined): Act | undefined {
    const met = this.#met;
    if (!met) return undefined;
    const common = { start: met.t, end: this.#last, zone: 'stop' };
    const near = (kind: string, moment: number): Act => ({
      kind,
      rule: 'red-light',
      ...common,
      moment,
      certain: true,
    });
    const { look } = this.#before;
    const isFourWheeled = look.class === 'car' || look.class === 'truck' || look.class === 'bus';
    if (this.#ran !== undefined) {
      if (this.#turned?.way === 'right') return near('turns-right-on-red', this.#ran);
      if (intent === 'emergency-vehicle' || intent === 'officer-directs') return near(intent, this.#ran);
      const certain = met.redFor >= SURE_S && this.#isGone;
      return { rule: 'red-light', ...common, moment: this.#ran, certain };
    }
    if (isFourWheeled && this.#turned && this.#turned.way !== 'right') {
      const rule = this.#turned.way === 'left' ? 'no-turn' : 'no-u-turn';
      return { rule, ...common, moment: this.#turned.t, certain: true };
    }
    if (this.#overrun !== undefined) {
      if (intent === 'officer-directs') return { ...near(intent, this.#overrun), rule: 'stop-line' };
      const certain = met.redFor >= SURE_S && this.#isOver;
      return { rule: 'stop-line', ...common, moment: this.#overrun, certain };
    }
    if (met.light === 'yellow') return near('yellow-crossing', met.t);
    if (this.#wasOverAtRed) return near('waits-on-line-since-green', met.t);
    if (this.#pastOnRed !== undefined && met.light === 'green') return near('clears-on-red', this.#pastOnRed);
    return undefined;
  }
}

/** Metres of the front beyond the stop line, measured northwards. */
function front({ s, heading, look }: ActorState): number {
  return s + (look.length / 2) * Math.cos(heading) + layout.stopLine;
}
