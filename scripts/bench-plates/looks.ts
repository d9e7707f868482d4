import sharp from 'sharp';
import { readRgb } from '../../edge-agent/src/decode/picture.ts';
import { iou } from '../../edge-agent/src/base/box.ts';
import { decodeLook } from '../../edge-agent/src/plates/lattice.ts';
import type { PlateVision } from '../../edge-agent/src/plates/plate-vision.ts';
import { mapQuad, quadBox } from '../../edge-agent/src/plates/quad.ts';
import { PlateVote } from '../../edge-agent/src/plates/vote.ts';
import type { Outcome } from './calibration.ts';
import { groupBy } from '../bench/figures.ts';
import { widthOf, type LabelledPicture } from './plate-set.ts';

/** Widths to which photos are shrunk, so that doubtful looks are among the evidence. */
const WIDTHS = [Infinity, 60, 42, 30];

/** Looks by the finder's own corners at plates with known text. Fold by group: one vehicle is never in both. */
export async function singleLooks(
  vision: PlateVision,
  pictures: readonly LabelledPicture[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { file, group, plates } of pictures) {
    const plate = plates.find(({ text }) => text !== null);
    if (!plate) continue;
    const { picture } = await readRgb(file);
    for (const wanted of WIDTHS) {
      const scale = Math.min(1, wanted / widthOf(plate.corners));
      if (wanted !== Infinity && scale === 1) continue;
      const raw = { width: picture.width, height: picture.height, channels: 3 } as const;
      const small = sharp(picture.data, { raw }).resize(Math.max(32, Math.round(picture.width * scale)));
      const { data, info } = await small.raw().toBuffer({ resolveWithObject: true });
      const seen = { data, width: info.width, height: info.height };
      const truth = mapQuad(plate.corners, [0, 0], info.width / picture.width);
      const found = (await vision.finder.find(seen)).find(
        ({ corners }) => iou(quadBox(corners), quadBox(truth)) > 0.3,
      );
      const [look] = found ? await vision.lookAt(seen, [found.corners]) : [];
      const decoded = look && decodeLook(look);
      if (decoded)
        outcomes.push({ decoded, right: decoded.best.canonical === plate.text, fold: foldOf(group) });
    }
  }
  return outcomes;
}

export interface PassageOutcome extends Outcome {
  kind: string;
}

/** Votes over rendered passages: every frame is looked at as the box does it. */
export async function votes(
  vision: PlateVision,
  pictures: readonly LabelledPicture[],
): Promise<PassageOutcome[]> {
  const outcomes: PassageOutcome[] = [];
  const frames = pictures.filter(({ passage }) => passage !== null);
  for (const [, passage] of groupBy(frames, (picture) => picture.passage ?? '')) {
    const vote = new PlateVote();
    for (const { file } of passage) {
      const { picture } = await readRgb(file);
      const [best] = await vision.finder.find(picture);
      const [look] = best ? await vision.lookAt(picture, [best.corners]) : [];
      if (look && best) vote.add(look, best.score);
    }
    const [first] = passage;
    const look = vote.combined();
    const decoded = (look && decodeLook(look)) ?? { posterior: 0, fit: 0, best: { canonical: '' } };
    outcomes.push({
      kind: first?.camera ?? '',
      decoded,
      right: decoded.best.canonical === first?.plates[0]?.text,
      fold: foldOf(first?.group ?? ''),
    });
  }
  return outcomes;
}

function foldOf(group: string): 0 | 1 {
  let sum = 0;
  for (const sign of group) sum = (sum * 31 + sign.charCodeAt(0)) % 1009;
  return (sum % 2) as 0 | 1;
}
