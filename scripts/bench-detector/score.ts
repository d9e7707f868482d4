import type { ObjectClass } from '@vamco/contracts';
import { iou, type PixelBox } from '../../edge-agent/src/base/box.ts';

export interface ScoredBox {
  class: ObjectClass;
  score: number;
  box: PixelBox;
}
export interface TruthBox {
  class: ObjectClass;
  box: PixelBox;
}

/** One picture judged: what was found right or wrong, and the objects that there were, by class. */
export interface Judged {
  finds: { class: ObjectClass; score: number; right: boolean; height: number }[];
  truths: { class: ObjectClass; height: number }[];
}

const MIN_IOU = 0.5;
/** A find that lies this much in a region nobody labelled is neither right nor wrong. */
const MIN_IGNORED = 0.5;

/**
 * Matches finds to truths as PASCAL VOC does: best score first, each truth once, IoU of at least 0.5 and the same
 * class. `height` is that of the truth where there is one: sizes are those of the things, not of the finds.
 */
export function judgePicture(
  finds: readonly ScoredBox[],
  truths: readonly TruthBox[],
  ignore: readonly TruthBox[],
): Judged {
  const taken = new Set<TruthBox>();
  const judged = [...finds]
    .sort((a, b) => b.score - a.score)
    .flatMap((find) => {
      const best = truths
        .filter((truth) => truth.class === find.class && !taken.has(truth))
        .map((truth) => ({ truth, overlap: iou(truth.box, find.box) }))
        .sort((a, b) => b.overlap - a.overlap)[0];
      const right = best !== undefined && best.overlap >= MIN_IOU;
      if (!right && ignore.some(({ box }) => sharedPart(find.box, box) > MIN_IGNORED)) return [];
      if (right) taken.add(best.truth);
      return [
        { class: find.class, score: find.score, right, height: right ? best.truth.box[3] : find.box[3] },
      ];
    });
  return { finds: judged, truths: truths.map((truth) => ({ class: truth.class, height: truth.box[3] })) };
}

/** How much of `a` lies in `b`, 0..1. */
function sharedPart(a: PixelBox, b: PixelBox): number {
  const w = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const h = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return w > 0 && h > 0 ? (w * h) / (a[2] * a[3]) : 0;
}
