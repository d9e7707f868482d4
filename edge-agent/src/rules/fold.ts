import type { GroundPoint } from '../track/track.ts';

interface Folded<S> {
  upTo: GroundPoint;
  state: S;
}

/**
 * A fold over the looks at a vehicle that goes on where it ended the last time: rules are asked again with every frame,
 * and a trajectory only grows. Gives what a fold over the whole trajectory gives; older looks that were thinned out
 * since have been counted.
 */
export class Fold<S> {
  readonly #start: S;
  readonly #step: (state: S, point: GroundPoint) => S;
  /** By the first look at a vehicle, which is its own. */
  readonly #known = new WeakMap<GroundPoint, Folded<S>>();

  constructor(start: S, step: (state: S, point: GroundPoint) => S) {
    this.#start = start;
    this.#step = step;
  }

  over(path: readonly GroundPoint[]): S {
    const [first, last] = [path[0], path.at(-1)];
    if (!first || !last) return this.#start;
    const known = this.#known.get(first);
    const done = known ? path.lastIndexOf(known.upTo) : -1;
    const state = path.slice(done + 1).reduce(this.#step, done >= 0 && known ? known.state : this.#start);
    this.#known.set(first, { upTo: last, state });
    return state;
  }
}
