import sharp from 'sharp';
import type { PixelBox } from '../../edge-agent/src/base/box.ts';

/** A decoded picture: RGB, 8 bits a channel, row by row. */
export interface Picture {
  data: Buffer;
  width: number;
  height: number;
}

/** A part of a picture; `inner` says which edges (left, top, right, bottom) have picture beyond them. */
export interface Tile {
  x: number;
  y: number;
  w: number;
  h: number;
  inner: [boolean, boolean, boolean, boolean];
}

/** Tiles that overlap: each is 1.2 / n of the picture. */
const OVERLAP = 1.2;
/** A box nearer than this to an inner edge is cut there. */
const EDGE_PX = 4;

export async function readPicture(file: string): Promise<Picture> {
  const { data, info } = await sharp(file)
    .rotate()
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** The whole picture first, then `grid` times `grid` tiles (none for a grid of 1). */
export function tilesOf({ width, height }: { width: number; height: number }, grid: number): Tile[] {
  const all: Tile[] = [{ x: 0, y: 0, w: width, h: height, inner: [false, false, false, false] }];
  if (grid < 2) return all;
  const w = Math.round((width * OVERLAP) / grid);
  const h = Math.round((height * OVERLAP) / grid);
  for (let row = 0; row < grid; row += 1) {
    for (let column = 0; column < grid; column += 1) {
      all.push({
        x: Math.round(((width - w) * column) / (grid - 1)),
        y: Math.round(((height - h) * row) / (grid - 1)),
        w,
        h,
        inner: [column > 0, row > 0, column < grid - 1, row < grid - 1],
      });
    }
  }
  return all;
}

/** How a tile is brought to a square input: stretched, or with its ratio kept at the top left or in the middle. */
export type Fit = 'stretch' | 'top-left' | 'centre';

export interface Crop {
  pixels: Buffer;
  /** Pixels of the square: first pixel of the tile, and pixels of the picture per pixel of the square. */
  left: number;
  top: number;
  sx: number;
  sy: number;
}

export async function cropTile(
  picture: Picture,
  tile: Tile,
  side: number,
  fit: Fit,
  pad: number,
): Promise<Crop> {
  const scale = side / Math.max(tile.w, tile.h);
  const width = fit === 'stretch' ? side : Math.round(tile.w * scale);
  const height = fit === 'stretch' ? side : Math.round(tile.h * scale);
  const left = fit === 'centre' ? Math.floor((side - width) / 2) : 0;
  const top = fit === 'centre' ? Math.floor((side - height) / 2) : 0;
  const raw = { width: picture.width, height: picture.height, channels: 3 } as const;
  const pixels = await sharp(picture.data, { raw })
    .extract({ left: tile.x, top: tile.y, width: tile.w, height: tile.h })
    .resize(width, height, { fit: 'fill' })
    .extend({
      left,
      top,
      right: side - width - left,
      bottom: side - height - top,
      background: { r: pad, g: pad, b: pad },
    })
    .raw()
    .toBuffer();
  return { pixels, left, top, sx: tile.w / width, sy: tile.h / height };
}

/** A box of the square, `[centre x, centre y, w, h]`, as a box of the picture. */
export function toPicture(crop: Crop, tile: Tile, [cx, cy, w, h]: PixelBox): PixelBox {
  return [
    (cx - w / 2 - crop.left) * crop.sx + tile.x,
    (cy - h / 2 - crop.top) * crop.sy + tile.y,
    w * crop.sx,
    h * crop.sy,
  ];
}

/** Whether an inner edge of the tile cuts the box: the neighbour sees it whole. */
export function isCut(tile: Tile, [x, y, w, h]: PixelBox): boolean {
  const gaps = [x - tile.x, y - tile.y, tile.x + tile.w - x - w, tile.y + tile.h - y - h];
  return gaps.some((gap, side) => gap < EDGE_PX && tile.inner[side]);
}
