import { junction } from '../render-site/site.ts';
import type { Light } from '../render-site/junction-traffic.ts';
import type { ActorState } from '../render-site/traffic.ts';

/** Surely red when the front met the line; the law knows no grace, a fair judge does. */
const SURE_S = 1;
/** Metres past the line, with all of the vehicle, still on red: surely a run. */
const SURE_WAY = 5;

/** A case is asked for only of vehicles that could be seen in most frames from here before the line. */
const NEAR_M = 3;
const SEEN_SHARE = 0.8;

interface Story {
  /** Age of the red when the front met the line. */
  metOnRedS?: number;
  ranSurely: boolean;
  /** Analysed frames while it went over the line, and those in which it could be seen. */
  frames: number;
  seen: number;
}

/** What the vehicles that drive away really did at the stop line. */
export class LightTruth {
  readonly stories = new Map<number, Story>();
  #redSince: number | undefined;

  frame(t: number, light: Light, actors: readonly ActorState[]): void {
    if (light === 'red') this.#redSince ??= t;
    else this.#redSince = undefined;
    for (const { id, s, heading, look } of actors) {
      if (heading !== 0) continue;
      const story = this.stories.get(id) ?? { ranSurely: false, frames: 0, seen: 0 };
      const [front, rear] = [
        s + look.length / 2 - junction.stopLine,
        s - look.length / 2 - junction.stopLine,
      ];
      // Who is first seen beyond the line has no story.
      if (front > 0 && !this.stories.has(id)) continue;
      if (front > 0 && story.metOnRedS === undefined)
        story.metOnRedS = this.#redSince === undefined ? -1 : t - this.#redSince;
      if ((story.metOnRedS ?? -1) >= SURE_S && this.#redSince !== undefined && rear > SURE_WAY)
        story.ranSurely = true;
      this.stories.set(id, story);
    }
  }

  /** Call once for each analysed frame. */
  look(actors: readonly ActorState[], visible: ReadonlySet<number>): void {
    for (const { id, s, look } of actors) {
      const story = this.stories.get(id);
      const rear = s - look.length / 2 - junction.stopLine;
      if (!story || rear < -NEAR_M || rear > SURE_WAY) continue;
      story.frames += 1;
      if (visible.has(id)) story.seen += 1;
    }
  }

  /** Ran the red for sure, in full view. */
  surelyRan(): number[] {
    return [...this.stories]
      .filter(([, { ranSurely, frames, seen }]) => ranSurely && seen >= SEEN_SHARE * frames)
      .map(([id]) => id);
  }

  /** May this one be accused of running the red at all? */
  mayBeRun(id: number): boolean {
    return (this.stories.get(id)?.metOnRedS ?? -1) >= 0;
  }
}
