import { familyOf } from '@vamco/contracts';
import { within, type PixelBox } from '../base/box.ts';
import { Remembered } from '../base/remembered.ts';
import type { RgbPicture } from '../base/rgb-picture.ts';
import type { Track } from '../track/track.ts';
import { FlashCount } from './flash-count.ts';
import { lookAtRoof, roofOf } from './roof-look.ts';

/** Lower vehicles have lamps of less than a pixel. Pixels of the analysed picture. */
const LEAST_PX = 20;
/** A nearer one that reaches so far into the roof's place hides it, and its own lamps may be what is seen. */
const HIDDEN = 0.25;

/**
 * Which of the vehicles that one camera follows carry flashing warning lamps: ambulances, fire engines, police, whom the
 * law exempts on duty (Law 36/2024, article 27). Colours only: in an infra-red picture it says nothing of anybody.
 */
export class WarningLamps {
  readonly #counts = new Remembered<{ red: FlashCount; blue: FlashCount }>();

  /**
   * @param picture the analysed one; `scale` pixels of the source for one of its own
   * @param active the vehicles that this frame shows
   * @param t seconds of the tracks
   */
  frame(picture: RgbPicture, scale: number, active: readonly Track[], t: number): void {
    this.#counts.forgetOthers(active, t * 1000);
    for (const track of active) {
      if (familyOf(track.class) !== 'vehicle' || track.box[3] < LEAST_PX * scale) continue;
      // Once known it stays known.
      if (this.flashOn(track.id)) continue;
      const roof = roofOf(track.box);
      if (isHidden(track, roof, active)) continue;
      const counts = this.#counts.get(track.id) ?? { red: new FlashCount(), blue: new FlashCount() };
      this.#counts.set(track.id, counts);
      const { red, blue } = lookAtRoof(picture, roof, scale);
      counts.red.look(red, t);
      counts.blue.look(blue, t);
    }
  }

  flashOn(id: number): boolean {
    const counts = this.#counts.get(id);
    return counts !== undefined && (counts.red.flashes || counts.blue.flashes);
  }
}

/** Another one stands before the roof: its lower edge is nearer. */
function isHidden({ id, box }: Pick<Track, 'id' | 'box'>, roof: PixelBox, all: readonly Track[]): boolean {
  const foot = ([, y, , h]: PixelBox) => y + h;
  return all.some(
    (other) => other.id !== id && foot(other.box) > foot(box) && within(roof, other.box) > HIDDEN,
  );
}
