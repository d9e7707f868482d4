import { readRgb } from '../../edge-agent/src/decode/picture.ts';
import { iou } from '../../edge-agent/src/base/box.ts';
import type { PlateVision, SeenPlate } from '../../edge-agent/src/plates/plate-vision.ts';
import { quadBox } from '../../edge-agent/src/plates/quad.ts';
import { groupBy, median, share } from '../bench/figures.ts';
import type { LabelledPicture, LabelledPlate } from './plate-set.ts';

interface Outcome {
  kind: string;
  exact: boolean[];
  /** Claimed texts that belong to no plate of the picture, or are wrong. */
  falseReads: number;
  cpuMs: number;
}

/**
 * Photos in, texts out. Rows: kind, plates read exactly, false reads a hundred photos, CPU ms a photo (median).
 * Plates without a trusted text are neither asked for nor held against it: a text claimed there cannot be judged.
 */
export async function endToEnd(
  vision: PlateVision,
  pictures: readonly LabelledPicture[],
  kindOf: (picture: LabelledPicture) => string,
): Promise<string[][]> {
  const judged = pictures.filter(({ plates }) => plates.some(({ text }) => text !== null));
  const outcomes: Outcome[] = [];
  for (const picture of judged) outcomes.push(await look(vision, picture, kindOf(picture)));
  return [...groupBy(outcomes, ({ kind }) => kind)].map(([kind, of]) => [
    kind,
    share(of.flatMap(({ exact }) => exact)),
    ((100 * of.reduce((sum, { falseReads }) => sum + falseReads, 0)) / of.length).toFixed(1),
    median(of.map(({ cpuMs }) => cpuMs)).toFixed(1),
  ]);
}

async function look(vision: PlateVision, { file, plates }: LabelledPicture, kind: string): Promise<Outcome> {
  const began = process.cpuUsage();
  const { picture } = await readRgb(file);
  const seen = await vision.see(picture);
  const { user, system } = process.cpuUsage(began);
  const cpuMs = (user + system) / 1000;
  const claimed = seen.filter(({ text }) => text !== null);
  const onto = (plate: SeenPlate, truth: LabelledPlate) =>
    iou(quadBox(plate.corners), quadBox(truth.corners)) > 0.2;
  const asked = plates.filter((truth) => truth.text !== null);
  const unjudged = plates.filter((truth) => truth.text === null);
  const exact = asked.map((truth) =>
    claimed.some((plate) => plate.text === truth.text && onto(plate, truth)),
  );
  const falseReads = claimed.filter(
    (plate) =>
      !plates.some(({ text }) => text === plate.text) && !unjudged.some((truth) => onto(plate, truth)),
  ).length;
  return { kind, exact, falseReads, cpuMs };
}
