import type { Frame } from './frame.ts';
import { cutSheet, type Sheet } from './sheet.ts';

const MAX_SPARE = 4;
/** Memory of its own: what is reused must share it with nobody. */
const newPicture = (bytes: number) => Buffer.from(new ArrayBuffer(bytes));

/**
 * Joins the two halves of ffmpeg's answer: pixels on one pipe, time stamps on another. Both come in frame
 * order, so the n-th picture belongs to the n-th stamp; whichever half is early waits here.
 */
export class FrameAssembler {
  readonly #sheet: Sheet;
  readonly #frameBytes: number;
  readonly #onFrame: (frame: Omit<Frame, 'time'>) => void;
  readonly #stamps: { seconds: number; width: number; height: number }[] = [];
  readonly #pictures: Uint8Array[] = [];
  readonly #spare: Buffer[] = [];
  #partial: Buffer;
  #filled = 0;
  #number = 0;

  /** @param sheet what each delivered picture holds */
  constructor(sheet: Sheet, onFrame: (frame: Omit<Frame, 'time'>) => void) {
    this.#sheet = sheet;
    this.#frameBytes = sheet.width * sheet.height * 3;
    this.#onFrame = onFrame;
    this.#partial = newPicture(this.#frameBytes);
  }

  /** Pictures that still lack their stamp, and the other way round. */
  get waiting(): number {
    return Math.max(this.#pictures.length, this.#stamps.length);
  }

  /**
   * Nobody looks at the pixels of this frame any more: a later one takes their place. Without it every frame is
   * new memory, a hundred megabytes a second with six cameras.
   */
  reuse({ pixels }: Pick<Frame, 'pixels'>): void {
    if (this.#spare.length < MAX_SPARE)
      this.#spare.push(Buffer.from(pixels.buffer, pixels.byteOffset, this.#frameBytes));
  }

  stamp(stamp: { seconds: number; width: number; height: number }): void {
    this.#stamps.push(stamp);
    this.#deliver();
  }

  chunk(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      const take = Math.min(bytes.length - at, this.#frameBytes - this.#filled);
      bytes.copy(this.#partial, this.#filled, at, at + take);
      this.#filled += take;
      at += take;
      if (this.#filled < this.#frameBytes) break;
      this.#pictures.push(this.#partial);
      this.#partial = this.#spare.pop() ?? newPicture(this.#frameBytes);
      this.#filled = 0;
    }
    this.#deliver();
  }

  #deliver(): void {
    while (this.#stamps.length > 0 && this.#pictures.length > 0) {
      const stamp = this.#stamps.shift();
      const picture = this.#pictures.shift();
      if (stamp === undefined || picture === undefined) return;
      const [pixels = picture, ...crops] = cutSheet(this.#sheet, picture);
      this.#number += 1;
      const source = { width: stamp.width, height: stamp.height };
      this.#onFrame({ number: this.#number, pixels, crops, source, streamS: stamp.seconds });
    }
  }
}
