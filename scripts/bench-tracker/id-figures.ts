import { iou, type PixelBox } from '../../edge-agent/src/base/box.ts';

export interface Named {
  id: number;
  box: PixelBox;
}

const MIN_IOU = 0.5;

/**
 * Identity figures of a tracker (Ristani et al., Performance Measures for Multi-Target Multi-Camera Tracking, 2016).
 * Tracks are paired with truths greedily by the number of frames they share, so IDF1 is a lower bound.
 */
export class IdFigures {
  readonly #shared = new Map<string, number>();
  readonly #last = new Map<number, number>();
  #truths = 0;
  #finds = 0;
  switches = 0;
  readonly tracks = new Set<number>();

  /** @param wanted what must be found; @param known what is there besides: finding it is neither right nor wrong */
  frame(found: readonly Named[], wanted: readonly Named[], known: readonly Named[]): void {
    const free = new Set(found);
    for (const truth of wanted) {
      this.#truths += 1;
      this.tracks.add(truth.id);
      const best = [...free]
        .map((f) => ({ f, overlap: iou(f.box, truth.box) }))
        .sort((a, b) => b.overlap - a.overlap)[0];
      if (!best || best.overlap < MIN_IOU) continue;
      free.delete(best.f);
      this.#finds += 1;
      const key = `${truth.id} ${best.f.id}`;
      this.#shared.set(key, (this.#shared.get(key) ?? 0) + 1);
      const before = this.#last.get(truth.id);
      if (before !== undefined && before !== best.f.id) this.switches += 1;
      this.#last.set(truth.id, best.f.id);
    }
    for (const left of free) if (!known.some(({ box }) => iou(box, left.box) > 0.3)) this.#finds += 1;
  }

  get idf1(): number {
    const used = new Set<string>();
    let right = 0;
    for (const [key, frames] of [...this.#shared].sort((a, b) => b[1] - a[1])) {
      const [truth, track] = key.split(' ').map((id, side) => `${side} ${id}`);
      if (!truth || !track || used.has(truth) || used.has(track)) continue;
      used.add(truth).add(track);
      right += frames;
    }
    return (2 * right) / (this.#truths + this.#finds);
  }
}
