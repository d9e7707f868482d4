import type { Truth } from '../../tests/support/truth.ts';
import { iou, type PixelBox } from '../../edge-agent/src/base/box.ts';
import type { NormBox, Told } from './told.ts';

/** A box of a tracker lies on a body when they share this much. */
const SAME = 0.25;

/** Says which body of the truth a box or a track lies on. */
export class Whereabouts {
  readonly #truth: Truth;
  /** Track → the body that it lay on in each frame. */
  readonly #seen = new Map<number, { t: number; body: number }[]>();

  constructor(truth: Truth, told: Told) {
    this.#truth = truth;
    for (const { t, tracks } of told.frames) {
      for (const [id, ...box] of tracks) {
        const body = this.bodyAt(t, box);
        if (body === undefined) continue;
        const seen = this.#seen.get(id) ?? [];
        seen.push({ t, body });
        this.#seen.set(id, seen);
      }
    }
  }

  /** The body under a box at a time; undefined when there is none or the truth has no frames. */
  bodyAt(t: number, [x, y, w, h]: NormBox): number | undefined {
    const { width, height, fps, frames } = this.#truth;
    const frame = frames[Math.round(t * fps)];
    const box: PixelBox = [x * width, y * height, w * width, h * height];
    let best: { id: number; overlap: number } | undefined;
    for (const [id = 0, sx = 0, sy = 0, sw = 0, sh = 0, fx = 0, fy = 0, fw = 0, fh = 0] of frame?.objects ??
      []) {
      const overlap = Math.max(iou(box, [fx, fy, fw, fh]), iou(box, [sx, sy, sw, sh]));
      if (overlap >= SAME && overlap > (best?.overlap ?? 0)) best = { id, overlap };
    }
    return best?.id;
  }

  /** All bodies that a track lay on in a stretch of time, the one it lay on longest first. */
  bodiesOf(track: number, fromS = -Infinity, toS = Infinity): number[] {
    const votes = new Map<number, number>();
    for (const { t, body } of this.#seen.get(track) ?? [])
      if (t >= fromS && t <= toS) votes.set(body, (votes.get(body) ?? 0) + 1);
    return [...votes].sort((a, b) => b[1] - a[1]).map(([body]) => body);
  }
}
