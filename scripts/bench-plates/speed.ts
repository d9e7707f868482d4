import { performance } from 'node:perf_hooks';
import { readRgb } from '../../edge-agent/src/decode/picture.ts';
import { decodeLook } from '../../edge-agent/src/plates/lattice.ts';
import type { PlateVision } from '../../edge-agent/src/plates/plate-vision.ts';
import { rectify } from '../../edge-agent/src/plates/rectify.ts';
import { median } from '../bench/figures.ts';
import type { LabelledPicture } from './plate-set.ts';

/** Milliseconds of each step on one thread, medians over photos: rows of step, ms. The first photos warm up. */
export async function speed(vision: PlateVision, pictures: readonly LabelledPicture[]): Promise<string[][]> {
  const steps: Record<string, number[]> = {};
  const time = async <Result>(step: string, work: () => Promise<Result> | Result): Promise<Result> => {
    const began = performance.now();
    const result = await work();
    (steps[step] ??= []).push(performance.now() - began);
    return result;
  };
  const { width, height, margin } = vision.reader.entry.input;
  for (const { file } of pictures) {
    const { picture } = await time('decode the JPEG', () => readRgb(file));
    const canvas = { data: new Uint8Array(512 * 320 * 3), width: 512, height: 320 };
    await time('find at 512x320', () => vision.finder.find(canvas));
    const found = await time('find at the photo’s size', () => vision.finder.find(picture));
    for (const { corners } of found.slice(0, 3)) {
      const flat = await time('rectify one plate', () => rectify(picture, corners, width, height, margin));
      const [look] = await time('read one plate', () => vision.reader.readFlat([flat]));
      if (look) await time('decode against the grammar', () => decodeLook(look));
    }
  }
  return Object.entries(steps).map(([step, ms]) => [step, median(ms.slice(10)).toFixed(2)]);
}
