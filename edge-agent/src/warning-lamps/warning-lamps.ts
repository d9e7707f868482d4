import { familyOf } from '@vamco/contracts';
import { within, type PixelBox } from '../base/box.ts';
import { Remembered } from '../base/remembered.ts';
import type { RgbPicture } from '../base/rgb-picture.ts';
import type { Track } from '../track/track.ts';
import { BLIND_S, FlashCount } from './flash-count.ts';
import { lookAtRoof, roofOf } from './roof-look.ts';

/** Lower vehicles have lamps of less than a pixel. Pixels of the analysed picture. */
const LEAST_PX = 20;
/** From this height on, and looked at for so long, lamps that flash have been seen to: the smallest were 32 pixels, the slowest took 2.3 s. */
const CLEAR_PX = 30;
const CLEAR_S = 2.5;
/** Who comes nearer has grown by this within a second. */
const GROWN = 1.03;
/** A nearer one that reaches so far into the roof's place hides it, and its own lamps may be what is seen. */
const HIDDEN = 0.25;

/** What is known of one vehicle's roof. */
interface Roof {
  red: FlashCount;
  blue: FlashCount;
  /** Red and blue that take turns swing twice as far against each other as each does before a body with red stripes. */
  between: FlashCount;
  lookedS: number;
  /** So long it was looked at from near enough, s. */
  clearS: number;
  /** It is near enough, or will be. */
  isSeenSoon: boolean;
}

/**
 * Which of the vehicles that one camera follows carry flashing warning lamps: ambulances, fire engines, police, whom the
 * law exempts on duty (Law 36/2024, article 27). Colours only: in an infra-red picture it says nothing of anybody.
 */
export class WarningLamps {
  readonly #roofs = new Remembered<Roof>();

  /**
   * @param picture the analysed one; `scale` pixels of the source for one of its own
   * @param active the vehicles that this frame shows
   * @param t seconds of the tracks
   */
  frame(picture: RgbPicture, scale: number, active: readonly Track[], t: number): void {
    this.#roofs.forgetOthers(active, t * 1000);
    for (const track of active) {
      if (familyOf(track.class) !== 'vehicle') continue;
      const roof = this.#roofs.get(track.id) ?? unseen();
      this.#roofs.set(track.id, roof);
      const isNear = track.box[3] >= CLEAR_PX * scale;
      roof.isSeenSoon = isNear || comesNearer(track);
      // Once known it stays known.
      if (flashes(roof) || track.box[3] < LEAST_PX * scale) continue;
      const place = roofOf(track.box);
      if (isHidden(track, place, active)) continue;
      const { red, blue } = lookAtRoof(picture, place, scale);
      roof.red.look(red, t);
      roof.blue.look(blue, t);
      roof.between.look(red - blue, t);
      const passedS = t - roof.lookedS;
      if (isNear && passedS <= BLIND_S) roof.clearS += passedS;
      roof.lookedS = t;
    }
  }

  flashOn(id: number): boolean {
    const roof = this.#roofs.get(id);
    return roof !== undefined && flashes(roof);
  }

  /** Was it looked at for too short a time to say that it has none, and can that change? */
  mayShowOn(id: number): boolean {
    const roof = this.#roofs.get(id);
    return roof !== undefined && !flashes(roof) && roof.isSeenSoon && roof.clearS < CLEAR_S;
  }
}

function unseen(): Roof {
  return {
    red: new FlashCount(),
    blue: new FlashCount(),
    between: new FlashCount(),
    lookedS: -Infinity,
    clearS: 0,
    isSeenSoon: false,
  };
}

const flashes = ({ red, blue, between }: Roof) => red.flashes || blue.flashes || between.flashes;

function comesNearer({ trajectory }: Track): boolean {
  const last = trajectory.at(-1);
  const before = last && trajectory.findLast(({ t }) => t <= last.t - 1);
  return before !== undefined && last !== undefined && last.height > GROWN * before.height;
}

/** Another one stands before the roof: its lower edge is nearer. */
function isHidden({ id, box }: Pick<Track, 'id' | 'box'>, roof: PixelBox, all: readonly Track[]): boolean {
  const foot = ([, y, , h]: PixelBox) => y + h;
  return all.some(
    (other) => other.id !== id && foot(other.box) > foot(box) && within(roof, other.box) > HIDDEN,
  );
}
