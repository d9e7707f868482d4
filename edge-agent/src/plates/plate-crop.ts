import { cutOut, type RgbPicture } from '../base/rgb-picture.ts';
import { quadBox, type Quad } from './quad.ts';

/** Room around a stored plate, in parts of its sides: a person wants to see where it hangs. */
const ROOM = 0.35;

/** The plate as the frame shows it, with a little of its surroundings; a copy, so that the frame can go. */
export function cutPlate(picture: RgbPicture, corners: Quad): RgbPicture {
  const { width, height } = picture;
  const [x, y, w, h] = quadBox(corners);
  const left = Math.max(0, Math.floor(x - w * ROOM));
  const top = Math.max(0, Math.floor(y - h * ROOM));
  const right = Math.min(width, Math.ceil(x + w * (1 + ROOM)));
  const bottom = Math.min(height, Math.ceil(y + h * (1 + ROOM)));
  const area = { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
  return cutOut(picture, area);
}
