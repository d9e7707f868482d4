import sharp from 'sharp';
import type { PixelBox } from '../base/box.ts';
import { cutOut, type RgbPicture } from './rectify.ts';

const LIMITS = { limitInputPixels: 40e6, failOn: 'error', sequentialRead: true } as const;

interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * Vehicles out of one JPEG, each with a little around it, in the order of `boxes` (pixels of the picture). It is
 * decoded once, and only the part that shows them becomes raw pixels: a whole frame would be six megabytes a look.
 */
export async function cutVehicles(jpeg: Buffer, boxes: readonly PixelBox[]): Promise<RgbPicture[]> {
  if (boxes.length === 0) return [];
  const { width, height } = await sharp(jpeg, LIMITS).metadata();
  const areas = boxes.map((box) => around(box, width, height));
  const part = hull(areas);
  const image = sharp(jpeg, LIMITS).extract(part).removeAlpha().toColourspace('srgb').raw();
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  const picture = { data, width: info.width, height: info.height };
  return areas.map(({ left, top, ...size }) =>
    cutOut(picture, { left: left - part.left, top: top - part.top, ...size }),
  );
}

/** The box and a little around it, inside the picture. */
function around([x, y, w, h]: PixelBox, width: number, height: number): Area {
  const left = Math.min(width - 1, Math.max(0, Math.floor(x - w * 0.06)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(y - h * 0.04)));
  const right = Math.min(width, Math.ceil(x + w * 1.06));
  const bottom = Math.min(height, Math.ceil(y + h * 1.08));
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

/** The smallest area that holds all. */
function hull(areas: readonly Area[]): Area {
  const left = Math.min(...areas.map((area) => area.left));
  const top = Math.min(...areas.map((area) => area.top));
  const right = Math.max(...areas.map((area) => area.left + area.width));
  const bottom = Math.max(...areas.map((area) => area.top + area.height));
  return { left, top, width: right - left, height: bottom - top };
}
