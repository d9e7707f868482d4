import type { ObjectClass } from '@vamco/contracts';
import type { PixelBox } from '../base/box.ts';

/** Class, score (0..1) and box of one object in one frame. */
export interface Detection {
  class: ObjectClass;
  score: number;
  box: PixelBox;
}
