import { iou, type PixelBox } from '../../edge-agent/src/base/box.ts';
import { assign } from '../../edge-agent/src/track/assign.ts';

export interface Named {
  id: number;
  box: PixelBox;
}

/** A body of the truth, with what must be found of it. */
export interface Body extends Named {
  /** Hidden, tiny or not asked for: finding it is neither right nor wrong. */
  ignored?: boolean;
}

const MIN_IOU = 0.5;
/** A box that lies so much on somebody ignored is neither right nor wrong. */
const NEUTRAL_IOU = 0.3;
/** Found in so much of the frames in which it can be seen: mostly tracked. */
const MOSTLY = 0.8;

/**
 * Figures of a tracker over one or several clips, whose ids must differ.
 *
 * Switches are those of CLEAR MOT (Bernardin and Stiefelhagen, 2008): a body is matched to another track than the last
 * time it was matched; a gap with the same track after it is none. A pair of the frame before is kept while it overlaps
 * enough; the rest are paired for the best overlap of all. IDF1 is that of Ristani et al. (2016): tracks and bodies are
 * paired once for the whole clip.
 */
export class IdFigures {
  /** Frames that a body (outer key) and a track overlap in. */
  readonly #shared = new Map<number, Map<number, number>>();
  /** Frames of each track that are not neutral. */
  readonly #finds = new Map<number, number>();
  /** Frames in which each body must be found, and is. */
  readonly #bodies = new Map<number, { wanted: number; found: number; last: number | undefined }>();
  /** Track of each body in the frame before. */
  #before = new Map<number, number>();
  switches = 0;

  frame(found: readonly Named[], bodies: readonly Body[]): void {
    const overlaps = found.map((one) => bodies.map((body) => iou(one.box, body.box)));
    const pairs = pairsOf(found, bodies, overlaps, this.#before);
    const neutral = new Set<number>();
    this.#before = new Map();
    for (const [f, b] of pairs) {
      const [one, body] = [found[f], bodies[b]];
      if (!one || !body) continue;
      if (body.ignored) neutral.add(f);
      else this.#match(body.id, one.id);
    }
    const paired = new Set(pairs.map(([f]) => f));
    found.forEach(({ id }, f) => {
      const isOnIgnored = bodies.some((body, b) => body.ignored && (overlaps[f]?.[b] ?? 0) > NEUTRAL_IOU);
      if (neutral.has(f) || (!paired.has(f) && isOnIgnored)) return;
      this.#finds.set(id, (this.#finds.get(id) ?? 0) + 1);
      bodies.forEach((body, b) => {
        if (!body.ignored && (overlaps[f]?.[b] ?? 0) >= MIN_IOU) this.#share(body.id, id);
      });
    });
    for (const { id, ignored } of bodies) if (!ignored) this.#body(id).wanted += 1;
  }

  /** Bodies that had to be found at all. */
  get tracks(): number {
    return this.#bodies.size;
  }

  get switchesPer100(): number {
    return (100 * this.switches) / Math.max(1, this.tracks);
  }

  /** Share of the bodies that were found in most of their frames, 0..1. */
  get mostlyTracked(): number {
    const mostly = [...this.#bodies.values()].filter(({ wanted, found }) => found >= MOSTLY * wanted);
    return mostly.length / Math.max(1, this.tracks);
  }

  get idf1(): number {
    const bodies = [...this.#shared.values()];
    const tracks = [...new Set(bodies.flatMap((shared) => [...shared.keys()]))];
    const gain = bodies.map((shared) => tracks.map((track) => -(shared.get(track) ?? 0)));
    const right = assign(gain, 0).reduce((sum, [b, t]) => sum - (gain[b]?.[t] ?? 0), 0);
    const truths = [...this.#bodies.values()].reduce((sum, { wanted }) => sum + wanted, 0);
    const finds = [...this.#finds.values()].reduce((sum, frames) => sum + frames, 0);
    return truths + finds === 0 ? 0 : (2 * right) / (truths + finds);
  }

  #match(body: number, track: number): void {
    const known = this.#body(body);
    known.found += 1;
    if (known.last !== undefined && known.last !== track) this.switches += 1;
    known.last = track;
    this.#before.set(body, track);
  }

  #share(body: number, track: number): void {
    const shared = this.#shared.get(body) ?? new Map<number, number>();
    shared.set(track, (shared.get(track) ?? 0) + 1);
    this.#shared.set(body, shared);
  }

  #body(id: number) {
    const known = this.#bodies.get(id) ?? { wanted: 0, found: 0, last: undefined };
    this.#bodies.set(id, known);
    return known;
  }
}

/** Which box lies on which body, as index pairs: those of the frame before first, then the best of the rest. */
function pairsOf(
  found: readonly Named[],
  bodies: readonly Body[],
  overlaps: readonly (readonly number[])[],
  before: ReadonlyMap<number, number>,
): [number, number][] {
  const cost = found.map((one, f) =>
    bodies.map((body, b) => {
      const overlap = overlaps[f]?.[b] ?? 0;
      if (overlap < MIN_IOU) return Infinity;
      return -overlap - (before.get(body.id) === one.id ? bodies.length : 0);
    }),
  );
  return assign(cost, 0);
}
