/** How well one could be seen over time. */
export class Sight {
  readonly #times: number[] = [];
  readonly #visible: number[] = [];

  note(t: number, visible: number): void {
    this.#times.push(t);
    this.#visible.push(visible);
  }

  /** The part of the frames from–to in which at least half of the body was seen; 0 without any frame. */
  of(from: number, to: number): number {
    let [frames, good] = [0, 0];
    this.#times.forEach((t, index) => {
      if (t < from || t > to + 1e-6) return;
      frames += 1;
      if ((this.#visible[index] ?? 0) >= 0.5) good += 1;
    });
    return frames === 0 ? 0 : good / frames;
  }
}
