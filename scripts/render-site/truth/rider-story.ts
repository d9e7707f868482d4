import type { SeenHead } from '../camera/see-heads.ts';
import type { SeenActor } from '../camera/see.ts';
import type { ActorState } from '../world/actor.ts';
import type { Act } from './act.ts';

/** A motorbike so high in the picture is near enough to look at its riders. */
const NEAR_PX = 90;
/** Half of a head of so many pixels, for so long: a witness would swear to what it wears. */
const CLEAR_PX = 10;
const CLEAR_S = 0.6;
const HALF = 0.5;

/** Whom one motorbike carries, and whether a camera could see it: who is always hidden behind others is in no evidence. */
export class RiderStory {
  #seenAt: number | undefined;
  #nearAt: number | undefined;
  #last: number | undefined;
  /** Seconds in which each head was clear. */
  readonly #clearS: number[] = [];

  frame(t: number, shown: SeenActor | undefined): void {
    const sinceS = t - (this.#last ?? t);
    this.#last = t;
    if (!shown) return;
    this.#seenAt ??= t;
    if (shown.visible <= 0.7 || shown.box.h < NEAR_PX) return;
    this.#nearAt ??= t;
    const { heads, actor } = shown;
    // Heads behind the camera are left out of the list: then nobody knows whose the others are.
    if (heads.length !== actor.look.riders.length) return;
    heads.forEach((head, index) => {
      if (isClear(head)) this.#clearS[index] = (this.#clearS[index] ?? 0) + sinceS;
    });
  }

  /** What its riders break by how they ride; of one that never came near nobody would swear to it. */
  acts({ look }: ActorState): Act[] {
    const [start, end] = [this.#nearAt ?? this.#seenAt, this.#last];
    if (look.model !== 'motorbike' || start === undefined || end === undefined) return [];
    const isSeen = (index: number) => (this.#clearS[index] ?? 0) >= CLEAR_S - 1e-6;
    const bare = look.riders.flatMap(({ helmet }, index) => (helmet ? [] : [index]));
    const bareBehind = bare.filter((index) => index > 0);
    const all = look.riders.every((_, index) => isSeen(index));
    const passengers = look.riders.length - 1;
    const found = [
      bare[0] === 0 && { rule: 'no-helmet-driver', certain: isSeen(0) },
      bareBehind.length > 0 && { rule: 'no-helmet-passenger', certain: bareBehind.some(isSeen) },
      // The law counts passengers: three on a motorbike are two of them.
      passengers === 2 && { rule: 'two-passengers', certain: all },
      passengers > 2 && { rule: 'three-passengers', certain: all },
    ].filter((act) => act !== false);
    return found.map((act) => ({ ...act, start, moment: start, end, zone: '' }));
  }
}

const isClear = ({ visible, size }: SeenHead): boolean => visible >= HALF && size >= CLEAR_PX;
