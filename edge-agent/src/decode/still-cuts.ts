import sharp from 'sharp';
import type { PixelBox } from '../base/box.ts';
import { cutOut, type Area, type RgbPicture } from '../base/rgb-picture.ts';

const LIMITS = { limitInputPixels: 40e6, failOn: 'error', sequentialRead: true } as const;

/** A part of a still, and where it lies in it. */
export interface StillCut {
  picture: RgbPicture;
  area: Area;
  still: { width: number; height: number };
}

interface Request {
  number: number;
  boxes: PixelBox[];
  cuts: Promise<StillCut[] | undefined>;
}

/**
 * Parts of full-size stills. Whoever asks for the same frame before it is there shares its decoding: plates and riders
 * look at the same moment.
 */
export class StillCuts {
  readonly #readFrame: (number: number) => Promise<Buffer | undefined>;
  #open: Request | undefined;

  /** @param readFrame the full-size JPEG of a frame */
  constructor(readFrame: (number: number) => Promise<Buffer | undefined>) {
    this.#readFrame = readFrame;
  }

  /** @returns parts in the order of `boxes` (pixels of the still), cut at its edges; undefined when the frame is gone */
  async cut(number: number, boxes: readonly PixelBox[]): Promise<StillCut[] | undefined> {
    const request = this.#open?.number === number ? this.#open : this.#ask(number);
    const from = request.boxes.length;
    request.boxes.push(...boxes);
    const cuts = await request.cuts;
    return cuts?.slice(from, from + boxes.length);
  }

  #ask(number: number): Request {
    const boxes: PixelBox[] = [];
    const cuts = this.#readFrame(number)
      .finally(() => {
        if (this.#open === request) this.#open = undefined;
      })
      .then((jpeg) => jpeg && cutStill(jpeg, boxes));
    const request = { number, boxes, cuts };
    this.#open = request;
    return request;
  }
}

/** Decoded once, and only the part that shows them becomes raw pixels: a whole frame would be six megabytes a look. */
async function cutStill(jpeg: Buffer, boxes: readonly PixelBox[]): Promise<StillCut[]> {
  if (boxes.length === 0) return [];
  const { width, height } = await sharp(jpeg, LIMITS).metadata();
  const areas = boxes.map((box) => inside(box, width, height));
  const part = hull(areas);
  const image = sharp(jpeg, LIMITS).extract(part).removeAlpha().toColourspace('srgb').raw();
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  const picture = { data, width: info.width, height: info.height };
  return areas.map((area) => {
    const place = { ...area, left: area.left - part.left, top: area.top - part.top };
    return { picture: cutOut(picture, place), area, still: { width, height } };
  });
}

/** Whole pixels that hold the box, inside the picture. */
function inside([x, y, w, h]: PixelBox, width: number, height: number): Area {
  const left = Math.min(width - 1, Math.max(0, Math.floor(x)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(y)));
  const right = Math.min(width, Math.ceil(x + w));
  const bottom = Math.min(height, Math.ceil(y + h));
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
