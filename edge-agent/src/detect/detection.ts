import type { ObjectClass } from '@vamco/contracts';
import type { PixelBox } from '../base/box.ts';

/** Class, score (0..1) and box of one object in one frame. */
export interface Detection {
  class: ObjectClass;
  score: number;
  box: PixelBox;
  /** Mean colours of 4 × 4 parts of the box, RGB, row by row; without them it has no looks. */
  colours?: Uint8Array;
}
