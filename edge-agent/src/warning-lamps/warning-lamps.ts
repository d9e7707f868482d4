import { familyOf } from '@vamco/contracts';
import { within, type PixelBox } from '../base/box.ts';
import { Remembered } from '../base/remembered.ts';
import type { RgbPicture } from '../base/rgb-picture.ts';
import type { Track } from '../track/track.ts';
import { BLIND_S, FlashCount } from './flash-count.ts';
import { lookAtRoof, roofOf } from './roof-look.ts';

/** Lower vehicles have lamps of less than a pixel. Pixels of the analysed picture. */
const LEAST_PX = 20;
/** From this height on, and looked at for so long, lamps that flash have been seen to: most were from 32 to 42 pixels. */
const CLEAR_PX = 30;
const CLEAR_S = 2;
/** Who comes nearer has grown by this within a second. */
const GROWN = 1.03;
/** A nearer one that reaches so far into the roof's place hides it, and its own lamps may be what is seen. */
const HIDDEN = 0.25;

/** What is known of one vehicle's roof. */
interface Roof {
  red: FlashCount;
  blue: FlashCount;
  lookedS: number;
  /** So long it was looked at from near enough, s. */
  clearS: number;
  comesNearer: boolean;
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
      roof.comesNearer = comesNearer(track);
      // Once known it stays known.
      if (flashes(roof) || track.box[3] < LEAST_PX * scale) continue;
      const place = roofOf(track.box);
      if (isHidden(track, place, active)) continue;
      const { red, blue } = lookAtRoof(picture, place, scale);
      roof.red.look(red, t);
      roof.blue.look(blue, t);
      const passedS = t - roof.lookedS;
      if (track.box[3] >= CLEAR_PX * scale && passedS <= BLIND_S) roof.clearS += passedS;
      roof.lookedS = t;
    }
  }

  flashOn(id: number): boolean {
    const roof = this.#roofs.get(id);
    return roof !== undefined && flashes(roof);
  }

  /** It is too far away still to see its lamps, but comes nearer. */
  mayShowOn(id: number): boolean {
    const roof = this.#roofs.get(id);
    return roof !== undefined && !flashes(roof) && roof.comesNearer && roof.clearS < CLEAR_S;
  }
}

function unseen(): Roof {
  return {
    red: new FlashCount(),
    blue: new FlashCount(),
    lookedS: -Infinity,
    clearS: 0,
    comesNearer: false,
  };
}

const flashes = ({ red, blue }: Roof) => red.flashes || blue.flashes;

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
