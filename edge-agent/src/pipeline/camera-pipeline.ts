import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { BurntIn, CameraHealth, SceneConfig } from '@vamco/contracts';
import { cropsOf } from '../analysis.ts';
import { UnderWay } from '../base/under-way.ts';
import { BurntInWatch } from '../burnt-in/burnt-in-watch.ts';
import { TextReader } from '../burnt-in/text-reader.ts';
import type { IncomingFrames } from '../decode/frame-intake.ts';
import { layoutSheet, type Sheet } from '../decode/sheet.ts';
import { ClipMaker } from '../evidence/clip-maker.ts';
import { createScene } from '../scene/scene.ts';
import type { SegmentRing } from '../segments/segment-ring.ts';
import type { TrustProblem } from '../trust/trust-watch.ts';
import { CameraState } from './camera-state.ts';
import { CameraStreams } from './camera-streams.ts';
import { CaseMaker } from './case-maker.ts';
import { EventTimes } from './event-times.ts';
import { Following } from './following.ts';
import type { PipelineParts } from './pipeline-parts.ts';

/** One camera from its stream to its events. Its failure touches no other camera. */
export class CameraPipeline {
  readonly #parts: PipelineParts;
  readonly #streams: CameraStreams;
  readonly #state: CameraState;
  readonly #clips: ClipMaker;
  readonly #cases: CaseMaker;
  readonly #burntIn: BurntInWatch | undefined;
  readonly #times: EventTimes;
  #scene: SceneConfig;
  /** The run that numbers the tracks; a new one at each connection. */
  #run = '';
  #analysed = 0;
  /** Connections that still have something to tell. */
  readonly #underWay: UnderWay;

  constructor(parts: PipelineParts) {
    const { camera, detector, clock, log } = parts;
    this.#parts = parts;
    this.#underWay = new UnderWay((error) => {
      log.error({ err: error }, 'analysis stopped');
    });
    this.#times = new EventTimes(clock, parts.bootId);
    this.#scene = this.#sceneAt(camera.presets[0]?.id);
    this.#streams = new CameraStreams(this.#sheet(), {
      ...{ camera, pad: detector.input.pad, stillsDir: parts.stillsDir, dir: parts.dir, clock, log },
      onConnection: (frames) => {
        this.#follow(frames);
      },
      onDescribed: (declaredFps) => {
        this.#state.described(declaredFps);
      },
      onArriving: () => {
        this.#state.arriving();
      },
    });
    this.#clips = new ClipMaker({
      ...{ camera: camera.id, ring: this.#streams.segments, send: camera.clip.send === 'always' },
      ...{ ...parts.clips, sealer: parts.sealer, storeMedia: parts.storeMedia },
      ...{ dir: join(parts.dir, 'clips'), clock, log },
    });
    this.#state = new CameraState({
      ...{ camera, dir: parts.dir, input: detector.input, clock, log },
      onProblem: (problem) => {
        this.#emitProblem(problem);
      },
      onPreset: (id) => {
        this.#scene = this.#sceneAt(id);
        this.#streams.turnTo(this.#sheet());
      },
    });
    this.#cases = new CaseMaker({
      ...{ ...parts, streams: this.#streams, state: this.#state, times: this.#times },
      isCurrent: (run) => run === this.#run,
      onClipWish: () => {
        this.#clips.wake();
      },
    });
    this.#burntIn = camera.burntIn && this.#newBurntIn(camera.burntIn);
  }

  get health(): CameraHealth {
    const { health: streams } = this.#streams;
    return { id: this.#parts.camera.id, ...streams, analysed: this.#analysed, ...this.#state.health };
  }

  /** The newest part of the main stream as it came; undefined for recordings and where no room is given. */
  get segments(): SegmentRing | undefined {
    return this.#streams.segments;
  }

  /** Runs until the signal aborts; waits for frames and evidence under way. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#streams.run(signal), this.#state.run(signal), this.#clips.run(signal)]);
    await this.#underWay.settled();
  }

  #follow(frames: IncomingFrames): void {
    this.#run = randomBytes(4).toString('hex');
    const following = new Following({
      ...{ ...this.#parts, scene: this.#scene, run: this.#run, streams: this.#streams },
      ...{ state: this.#state, burntIn: this.#burntIn, cases: this.#cases, times: this.#times },
      onAnalysed: () => {
        this.#analysed += 1;
      },
    });
    this.#underWay.add(following.run(frames));
  }

  /** Every preset has a scene of its own; what was followed at another one is over. */
  #sceneAt(preset: string | undefined): SceneConfig {
    return this.#parts.camera.presets.find(({ id }) => id === preset)?.scene ?? NO_SCENE;
  }

  /** What each decoded picture holds: the whole frame, lamps of signals, regions to look at closer. */
  #sheet(): Sheet {
    const { input } = this.#parts.detector;
    return layoutSheet(input, cropsOf(createScene(this.#scene), input));
  }

  #newBurntIn(config: BurntIn): BurntInWatch {
    const { reader = new TextReader(), clock, log } = this.#parts;
    const { readStill, stillErrMs } = this.#streams;
    return new BurntInWatch({
      ...{ config, reader, clock, log, readStill, stillErrMs },
      onRead: (reading) => {
        this.#state.showed(reading);
      },
    });
  }

  #emitProblem(problem: TrustProblem): void {
    const { camera, emit, log } = this.#parts;
    log.warn({ code: 'CAMERA_UNTRUSTED', problem }, 'the camera’s picture cannot be trusted');
    const time = this.#times.at();
    const data = { camera: camera.id, alert: `camera-${problem}` as const, began: time.utc };
    emit({ schema: 'counter.alert-raised.v1', time, data });
  }
}

const NO_SCENE: SceneConfig = { signals: [], lines: [], zones: [], regions: [] };
