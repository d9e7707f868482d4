import type { SceneConfig } from '@vamco/contracts';
import type { RgbPicture } from './base/rgb-picture.ts';
import type { Frame } from './decode/frame.ts';
import type { CropWish } from './decode/sheet.ts';
import { coloursOf } from './detect/colours.ts';
import type { Detection } from './detect/detection.ts';
import type { Detector } from './detect/detector.ts';
import { fromRegion, joinLooks, regionPixels } from './detect/look-closer.ts';
import type { Conditions } from './rules/conditions.ts';
import { Judge, type JudgeOptions, type Judgement, type Lights } from './rules/judge.ts';
import type { RuleVerdict } from './rules/rule-hit.ts';
import { createScene, type Scene } from './scene/scene.ts';
import { LAMP_SIDE, lookAtLamp, type LampLooks } from './signals/lamp.ts';
import type { Phase } from './signals/signal-timeline.ts';
import { SignalWatch, type SignalReading } from './signals/signal-watch.ts';
import type { Track } from './track/track.ts';
import { Tracker } from './track/tracker.ts';
import { WarningLamps } from './warning-lamps/warning-lamps.ts';

/** What one analysed frame gave. */
export interface Analysed extends Judgement {
  active: Track[];
  ended: Track[];
  /** What every rule last said of the tracks that ended. */
  verdicts: ReadonlyMap<number, RuleVerdict[]>;
  /** Signals that changed. */
  signals: SignalReading[];
}

/** The middle of the line, the same for live cameras and recordings: detect → track → rules, and the signals. */
export class Analysis {
  readonly scene: Scene;
  /** The parts of each frame that this scene needs besides the whole. */
  readonly crops: CropWish[];
  readonly #detector: Pick<Detector, 'detect' | 'input'>;
  readonly #tracker = new Tracker();
  readonly #warningLamps = new WarningLamps();
  readonly #judge: Judge;
  readonly #watches: SignalWatch[];
  readonly #lights: Lights;

  constructor(
    scene: SceneConfig,
    detector: Pick<Detector, 'detect' | 'input'>,
    options: Omit<JudgeOptions, 'exemption' | 'mayBeExempt'> = {},
  ) {
    this.scene = createScene(scene);
    this.crops = cropsOf(this.scene, detector.input);
    this.#detector = detector;
    this.#judge = new Judge(this.scene, {
      ...options,
      exemption: (id) => (this.#warningLamps.flashOn(id) ? 'warning-lamps' : undefined),
      mayBeExempt: (id) => this.#warningLamps.mayShowOn(id),
    });
    this.#watches = this.scene.signals.map(({ id }) => new SignalWatch(id));
    this.#lights = new Map(this.#watches.map(({ signal, timeline }) => [signal, timeline]));
  }

  /**
   * @param t seconds on the timeline of the tracks: stream time for recordings, capture time for cameras
   * @param closer whether there is time to look at the scene's regions once more
   * @param conditions what is true of the camera now besides its picture
   */
  async frame(
    frame: Pick<Frame, 'pixels' | 'crops' | 'source' | 'number'>,
    t: number,
    closer = true,
    conditions: Conditions = {},
  ): Promise<Analysed> {
    const lamps = this.crops.length - this.scene.regions.length;
    const signals = this.#signals(frame.crops.slice(0, lamps), t);
    const detections = await this.#detect(frame, closer ? frame.crops.slice(lamps) : []);
    const { active, ended } = this.#tracker.update(detections, frame.source, t, frame.number);
    this.#warningLamps.frame(this.#picture(frame.pixels), this.#scale(frame.source), active, t);
    const { passages, hits } = this.#judge.judge(active, this.#lights, conditions);
    const { hits: late, verdicts } = this.#farewell(ended);
    return { active, ended, signals, passages, hits: [...hits, ...late], verdicts };
  }

  /** The stream ended: what is still to be told of the vehicles in the picture. */
  end(): Pick<Analysed, 'ended' | 'hits' | 'verdicts'> {
    const ended = this.#tracker.end();
    return { ended, ...this.#farewell(ended) };
  }

  #farewell(ended: readonly Track[]): Pick<Analysed, 'hits' | 'verdicts'> {
    this.#judge.askLate(ended);
    const verdicts = new Map(ended.map(({ id }) => [id, this.#judge.verdicts(id)]));
    return { hits: this.#judge.forget(ended), verdicts };
  }

  /** What a signal showed between two moments (s); empty for one that the scene does not have. */
  phases(signal: string, fromS: number, toS: number): Phase[] {
    return this.#lights.get(signal)?.phases(fromS, toS) ?? [];
  }

  async #detect(
    { pixels, source }: Pick<Frame, 'pixels' | 'source'>,
    regions: Uint8Array[],
  ): Promise<Detection[]> {
    const looks = [await this.#detector.detect(pixels, source)];
    for (const [index, part] of regions.entries()) {
      const region = this.scene.regions[index];
      if (!region) continue;
      const box = regionPixels(region.box, source);
      const found = await this.#detector.detect(part, { width: box[2], height: box[3] });
      looks.push(fromRegion(found, box, source));
    }
    const [picture, scale] = [this.#picture(pixels), this.#scale(source)];
    return joinLooks(looks).map((one) => ({ ...one, colours: coloursOf(picture, one.box, scale) }));
  }

  #picture(data: Uint8Array): RgbPicture {
    const { width, height } = this.#detector.input;
    return { data, width, height };
  }

  /** Source pixels for one pixel of what the detector sees. */
  #scale(source: Frame['source']): number {
    const { width, height } = this.#detector.input;
    return Math.max(source.width / width, source.height / height);
  }

  #signals(crops: Uint8Array[], t: number): SignalReading[] {
    const waiting = [...crops];
    return this.scene.signals.flatMap(({ lamps }, index) => {
      const looks: LampLooks = {};
      for (const { colour } of lamps) {
        const crop = waiting.shift();
        if (crop) looks[colour] = lookAtLamp(crop);
      }
      return this.#watches[index]?.frame(looks, t) ?? [];
    });
  }
}

/** The parts of each frame that a scene needs besides the whole: every lamp, then every region. */
export function cropsOf(scene: Scene, input: { width: number; height: number }): CropWish[] {
  const lamps = scene.signals.flatMap((signal) => signal.lamps);
  const lamp = { width: LAMP_SIDE, height: LAMP_SIDE, keepRatio: false };
  const { width, height } = input;
  return [
    ...lamps.map(({ region }) => ({ ...lamp, region })),
    ...scene.regions.map(({ box }) => ({ region: box, width, height, keepRatio: true })),
  ];
}
