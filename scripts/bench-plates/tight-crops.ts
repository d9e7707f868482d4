import sharp from 'sharp';
import { readRgb } from '../../edge-agent/src/decode/picture.ts';
import type { PlateVision } from '../../edge-agent/src/plates/plate-vision.ts';
import { quadBox } from '../../edge-agent/src/plates/quad.ts';
import { groupBy, share } from '../bench/figures.ts';
import type { LabelledPicture } from './plate-set.ts';

/** How far inside the plate the cut runs, in parts of its sides: the first sign touches the edge. */
const INSIDE = 0.02;

/** Pictures that are nothing but a plate, cut tightly: rows of layout and share read exactly. */
export async function tightCrops(
  vision: PlateVision,
  pictures: readonly LabelledPicture[],
): Promise<string[][]> {
  const read: { layout: string; right: boolean }[] = [];
  for (const { file, plates } of pictures) {
    const asked = plates.filter(({ text, exact }) => text !== null && exact);
    if (asked.length === 0) continue;
    const { picture } = await readRgb(file);
    const raw = { width: picture.width, height: picture.height, channels: 3 } as const;
    for (const { corners, text, layout } of asked) {
      const [x, y, w, h] = quadBox(corners);
      const left = Math.max(0, Math.round(x + w * INSIDE));
      const top = Math.max(0, Math.round(y + h * INSIDE));
      const width = Math.min(picture.width - left, Math.round(w * (1 - 2 * INSIDE)));
      const height = Math.min(picture.height - top, Math.round(h * (1 - 2 * INSIDE)));
      const cut = sharp(picture.data, { raw }).extract({ left, top, width, height }).raw();
      const [best] = await vision.see({ data: await cut.toBuffer(), width, height });
      read.push({ layout: layout ?? 'unknown', right: best?.text === text });
    }
  }
  return [...groupBy(read, ({ layout }) => layout)].map(([layout, of]) => [
    layout,
    share(of.map(({ right }) => right)),
  ]);
}
