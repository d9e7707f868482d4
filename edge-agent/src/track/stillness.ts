import type { GroundPoint, Standing } from './track.ts';

/** It stands when its ground point stays within this part of its box for this long. */
const STILL_WIDTHS = 0.2;
const STILL_HEIGHTS = 0.18;
const STILL_S = 2;
/** So many looks elsewhere in a row end a stand: one alone is half a box, behind somebody who passes. */
const AWAY_LOOKS = 3;
/** The place follows the looks slowly: the first one trembles as every other, and who creeps in a jam must leave it. */
const FOLLOW = 0.02;

/** Where it stands, and where the upper edge of its box is meanwhile. */
interface Anchor extends Standing {
  top: number;
}

/** Does a vehicle stand, and since when? Fed with each look at it. */
export class Stillness {
  #anchor: Anchor | undefined;
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
      const [dx, dy] = [point.at[0] - x, point.at[1] - y];
      anchor.at = [x + FOLLOW * dx, point.hiddenBelow ? y : y + FOLLOW * dy];
      anchor.top += FOLLOW * (topOf(point) - anchor.top);
    } else {
      this.#away.push(point);
      const isStanding = anchor && this.#thereS - anchor.sinceS >= STILL_S;
      if (!isStanding || this.#away.length >= AWAY_LOOKS) {
        this.#anchor = { at: point.at, top: topOf(point), sinceS: point.t };
        this.#thereS = point.t;
        this.#away = [];
      }
    }
    const now = this.#anchor;
    return now && this.#thereS - now.sinceS >= STILL_S ? { at: now.at, sinceS: now.sinceS } : undefined;
  }
}

/** Of whose wheels are hidden the upper edge alone says where it is. */
function isNear({ at, top }: Anchor, point: GroundPoint): boolean {
  const away = point.hiddenBelow
    ? Math.min(Math.abs(point.at[1] - at[1]), Math.abs(topOf(point) - top))
    : Math.abs(point.at[1] - at[1]);
  return Math.abs(point.at[0] - at[0]) <= STILL_WIDTHS * point.width && away <= STILL_HEIGHTS * point.height;
}

const topOf = ({ at, height }: GroundPoint) => at[1] - height;
