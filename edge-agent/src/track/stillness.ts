import type { GroundPoint, Standing } from './track.ts';

/** It stands when its ground point stays within this part of its box for this long. */
const STILL_WIDTHS = 0.2;
const STILL_HEIGHTS = 0.18;
const STILL_S = 2;
/** So many looks elsewhere in a row end a stand: one alone is half a box, behind somebody who passes. */
const AWAY_LOOKS = 3;
/** The place follows the looks slowly: the first one trembles as every other, and who creeps in a jam must leave it. */
const FOLLOW = 0.02;

/** Does a vehicle stand, and since when? Fed with each look at it. */
export class Stillness {
  #anchor: Standing | undefined;
  /** When it was seen there last: who was hidden since may have driven on. */
  #thereS = 0;
  /** Looks elsewhere, newest last. */
  #away: GroundPoint[] = [];

  see(point: GroundPoint): Standing | undefined {
    const anchor = this.#anchor;
    if (anchor && isNear(anchor, point)) {
      this.#away = [];
      this.#thereS = point.t;
      const [x, y] = anchor.at;
      anchor.at = [x + FOLLOW * (point.at[0] - x), y + FOLLOW * (point.at[1] - y)];
    } else {
      this.#away.push(point);
      const isStanding = anchor && this.#thereS - anchor.sinceS >= STILL_S;
      if (!isStanding || this.#away.length >= AWAY_LOOKS) {
        this.#anchor = { at: point.at, sinceS: point.t };
        this.#thereS = point.t;
        this.#away = [];
      }
    }
    const now = this.#anchor;
    return now && this.#thereS - now.sinceS >= STILL_S ? { at: now.at, sinceS: now.sinceS } : undefined;
  }
}

function isNear({ at }: Standing, point: GroundPoint): boolean {
  return (
    Math.abs(point.at[0] - at[0]) <= STILL_WIDTHS * point.width &&
    Math.abs(point.at[1] - at[1]) <= STILL_HEIGHTS * point.height
  );
}
