import { readRgb } from '../../edge-agent/src/decode/picture.ts';
import { iou, within } from '../../edge-agent/src/base/box.ts';
import type { PlateFinder } from '../../edge-agent/src/plates/finder.ts';
import { quadBox, quadSize, type Quad } from '../../edge-agent/src/plates/quad.ts';
import { groupBy, precisionFigures } from '../bench/figures.ts';
import type { LabelledPicture } from './plate-set.ts';

interface Judged {
  camera: string;
  truths: number;
  hits: { score: number; right: boolean; unlabelled?: boolean }[];
  cornerErrors: number[];
}

/** Plates narrower than this on the picture are neither asked for nor counted against the finder. */
const LEAST_PX = 10;

/**
 * Finder alone: rows of camera, plates, AP50, recall at precision .95, corner error in % of the plate's width.
 * AP50 and recall come twice: with the labels as published, and with finds on plates that a person saw but nobody
 * labelled left out of account.
 */
export async function finderFigures(
  finder: PlateFinder,
  pictures: readonly LabelledPicture[],
): Promise<string[][]> {
  const judged: Judged[] = [];
  for (const picture of pictures) judged.push(await judge(finder, picture));
  const row = (name: string, of: Judged[]) => {
    const truths = of.reduce((sum, { truths: n }) => sum + n, 0);
    const hits = of.flatMap(({ hits: some }) => some);
    const published = precisionFigures(hits, truths);
    const mended = precisionFigures(
      hits.filter(({ unlabelled }) => !unlabelled),
      truths,
    );
    const errors = of.flatMap(({ cornerErrors }) => cornerErrors);
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const corner = errors.length > 0 ? `${(100 * mean).toFixed(1)} %` : '–';
    const figures = [published.ap, published.recall95, mended.ap, mended.recall95];
    return [name, String(truths), ...figures.map((figure) => figure.toFixed(3)), corner];
  };
  return [...groupBy(judged, ({ camera }) => camera)].map(([camera, of]) => row(camera, of));
}

async function judge(
  finder: PlateFinder,
  { file, camera, plates, unlabelled }: LabelledPicture,
): Promise<Judged> {
  const { picture } = await readRgb(file);
  const found = await finder.find(picture);
  const free = new Set(plates);
  const small = plates.filter(({ corners }) => quadSize(corners).width < LEAST_PX);
  const result: Judged = { camera, truths: plates.length - small.length, hits: [], cornerErrors: [] };
  for (const { score, corners } of found) {
    const best = [...free]
      .map((plate) => ({ plate, overlap: iou(quadBox(corners), quadBox(plate.corners)) }))
      .sort((a, b) => b.overlap - a.overlap)[0];
    if (!best || best.overlap < 0.5) {
      const there = unlabelled.some((quad) => within(quadBox(quad), quadBox(corners)) >= 0.5);
      result.hits.push({ score, right: false, unlabelled: there });
      continue;
    }
    free.delete(best.plate);
    if (small.includes(best.plate)) continue;
    result.hits.push({ score, right: true });
    if (best.plate.exact) result.cornerErrors.push(cornerError(corners, best.plate.corners));
  }
  return result;
}

/** Mean distance of the corners, in parts of the plate's width. */
function cornerError(found: Quad, truth: Quad): number {
  const sum = found.reduce((total, [x, y], i) => {
    const [tx, ty] = truth[i] as readonly [number, number];
    return total + Math.hypot(x - tx, y - ty);
  }, 0);
  return sum / 4 / quadSize(truth).width;
}
