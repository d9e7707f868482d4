import { performance } from 'node:perf_hooks';
import sharp from 'sharp';
import type { PixelBox } from '../../edge-agent/src/base/box.ts';
import type { Detector } from '../../edge-agent/src/detect/detector.ts';
import { fromRegion, joinLooks } from '../../edge-agent/src/detect/look-closer.ts';
import type { Teacher } from '../teachers/teacher.ts';
import { tilesOf, type Picture } from '../teachers/tiles.ts';
import type { ScoredBox } from './score.ts';

/** Something that finds road users in a picture; `ms` is the time inside its network or networks. */
export interface Finder {
  name: string;
  find(picture: Picture): Promise<{ boxes: ScoredBox[]; ms: number }>;
}

/** Our detector: the whole picture, and `grid` x `grid` regions besides when grid is above 1. */
export function ours(name: string, detector: Detector, grid: number): Finder {
  return {
    name,
    find: async (picture) => {
      const looks = [];
      let ms = 0;
      for (const { x, y, w, h } of tilesOf(picture, grid)) {
        const pixels = await letterbox(picture, [x, y, w, h], detector.input);
        const began = performance.now();
        const found = await detector.detect(pixels, { width: w, height: h });
        ms += performance.now() - began;
        looks.push(fromRegion(found, [x, y, w, h], picture));
      }
      return { boxes: joinLooks(looks), ms };
    },
  };
}

/** A detector of others, tiled. */
export function rival(teacher: Teacher, grid: number): Finder {
  return {
    name: `${teacher.name}, ${grid}x${grid} tiles`,
    find: async (picture) => {
      const began = performance.now();
      const boxes = await teacher.look(picture, grid);
      return { boxes, ms: performance.now() - began };
    },
  };
}

function letterbox(
  { data, width, height }: Picture,
  [left, top, w, h]: PixelBox,
  input: { width: number; height: number; pad: number },
): Promise<Uint8Array> {
  const scale = Math.min(input.width / w, input.height / h);
  const [fw, fh] = [Math.round(w * scale), Math.round(h * scale)];
  const background = { r: input.pad, g: input.pad, b: input.pad };
  return sharp(data, { raw: { width, height, channels: 3 } })
    .extract({ left, top, width: w, height: h })
    .resize(fw, fh, { fit: 'fill', kernel: 'linear' })
    .extend({ right: input.width - fw, bottom: input.height - fh, background })
    .raw()
    .toBuffer();
}
