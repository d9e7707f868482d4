import type { SceneConfig } from '@vamco/contracts';
import type { Frame } from './decode/frame.ts';
import type { Detection } from './detect/detection.ts';
import { Judge, type Judgement } from './rules/judge.ts';
import { createScene, type Scene } from './scene/scene.ts';
import type { Track } from './track/track.ts';
import { Tracker } from './track/tracker.ts';

/** What one analysed frame gave. */
export interface Analysed extends Judgement {
  active: Track[];
  ended: Track[];
}

/** The middle of the line, the same for live cameras and recordings: detect → track → rules. */
export class Analysis {
  readonly scene: Scene;
  readonly #detect: (pixels: Uint8Array, source: Frame['source']) => Promise<Detection[]>;
  readonly #tracker = new Tracker();
  readonly #judge: Judge;

  constructor(
    scene: SceneConfig,
    detect: (pixels: Uint8Array, source: Frame['source']) => Promise<Detection[]>,
  ) {
    this.scene = createScene(scene);
    this.#judge = new Judge(this.scene);
    this.#detect = detect;
  }

  /** @param t seconds on the timeline of the tracks: stream time for recordings, capture time for cameras */
  async frame(frame: Pick<Frame, 'pixels' | 'source' | 'number'>, t: number): Promise<Analysed> {
    const detections = await this.#detect(frame.pixels, frame.source);
    const { active, ended } = this.#tracker.update(detections, frame.source, t, frame.number);
    const judgement = this.#judge.judge(active);
    this.#judge.forget(ended);
    return { active, ended, ...judgement };
  }
}
