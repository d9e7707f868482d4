import { junction } from '../render-site/site.ts';
import type { Light } from '../render-site/junction-traffic.ts';
import type { ActorState } from '../render-site/traffic.ts';

/** Surely red when the front met the line; the law knows no grace, a fair judge does. */
const SURE_S = 1;
/** Metres past the line, with all of the vehicle, still on red: surely a run. */
const SURE_WAY = 5;

interface Story {
  /** Age of the red when the front met the line. */
  metOnRedS?: number;
  ranSurely: boolean;
  /** Stood with all of it beyond the line when a red ended that it had crossed on. */
  stoodOver: boolean;
}

/** What the vehicles that drive away really did at the stop line. */
export class LightTruth {
  readonly stories = new Map<number, Story>();
  #redSince: number | undefined;

  frame(t: number, light: Light, actors: readonly ActorState[]): void {
    const redEnds = light !== 'red' && this.#redSince !== undefined;
    if (redEnds) this.#redSince = undefined;
    else if (light === 'red') this.#redSince ??= t;
    for (const { id, s, heading, look, speed } of actors) {
      if (heading !== 0) continue;
      const story = this.stories.get(id) ?? { ranSurely: false, stoodOver: false };
      const [front, rear] = [
        s + look.length / 2 - junction.stopLine,
        s - look.length / 2 - junction.stopLine,
      ];
      if (front > 0 && !this.stories.has(id)) {
        // Seen first when it was beyond: only those that were before are written down below.
        continue;
      }
      if (front > 0 && story.metOnRedS === undefined)
        story.metOnRedS = this.#redSince === undefined ? -1 : t - this.#redSince;
      if ((story.metOnRedS ?? -1) >= SURE_S && this.#redSince !== undefined && rear > SURE_WAY)
        story.ranSurely = true;
      if ((story.metOnRedS ?? -1) >= SURE_S && redEnds && rear > 0.3 && rear < 2.5 && speed < 0.2)
        story.stoodOver = true;
      this.stories.set(id, story);
    }
  }

  /** May this one be accused of running the red at all? */
  mayBeRun(id: number): boolean {
    return (this.stories.get(id)?.metOnRedS ?? -1) >= 0;
  }
}
