import { mkdirSync } from 'node:fs';
import type { CameraClock, CameraConfig, CameraHealth, CameraTrust } from '@vamco/contracts';
import { utcText, type Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { BurntInReading } from '../burnt-in/burnt-in-watch.ts';
import { OnvifCamera } from '../camera/onvif/onvif-camera.ts';
import type { PresetState } from '../camera/ptz/preset-watch.ts';
import { PtzCamera } from '../camera/ptz/ptz-camera.ts';
import { readCredentials } from '../camera/stream-source.ts';
import type { Frame } from '../decode/frame.ts';
import type { SceneReference } from '../trust/scene-reference.ts';
import { TrustWatch, type TrustProblem } from '../trust/trust-watch.ts';
import { CameraClocks } from './camera-clocks.ts';
import { KeptReferences } from './kept-references.ts';

const LOOK_EVERY_MS = 1_000;
const KEEP_REFERENCE_MS = 600_000;
const FPS_WINDOW_MS = 20_000;
const FEW_FRAMES = 0.8;

/** Problems that say nothing against what is seen in the picture. */
const harmless: readonly TrustProblem[] = ['few-frames', 'wrong-clock'];

export interface CameraStateParts {
  camera: CameraConfig;
  /** Folder of this camera's own. */
  dir: string;
  input: { width: number; height: number };
  clock: Clock;
  log: Logger;
  /** A problem has begun. */
  onProblem: (problem: TrustProblem) => void;
  /** The head stands at another preset of ours. */
  onPreset: (id: string) => void;
}

/** What is true of one camera besides what happens before it: trust, preset, clock. */
export class CameraState {
  readonly #parts: CameraStateParts;
  readonly #onvif: OnvifCamera | undefined;
  readonly #ptz: PtzCamera | undefined;
  readonly #watch: TrustWatch;
  readonly #references: KeptReferences;
  readonly #clocks: CameraClocks;
  #reference: SceneReference;
  #preset: string;
  #away: 'moving' | 'unknown-preset' | undefined;
  #lookedMs = -Infinity;
  #keptMs = -Infinity;
  #told = new Set<TrustProblem>();
  /** UTC, ms, of the newest look at the picture. */
  #lookedUtcMs: number | undefined;
  #declaredFps: number | undefined;
  #arrivals = { sinceMs: 0, count: 0 };
  #untrustedAtS = -Infinity;

  constructor(parts: CameraStateParts) {
    const { camera, dir, clock, log } = parts;
    this.#parts = parts;
    mkdirSync(dir, { recursive: true });
    this.#preset = camera.presets[0]?.id ?? '';
    this.#references = new KeptReferences(dir);
    this.#reference = this.#references.read(this.#preset);
    this.#watch = new TrustWatch(this.#reference);
    this.#clocks = new CameraClocks({
      ...{ clock, log },
      onWrong: (isWrong) => {
        this.#watch.told('wrong-clock', isWrong, clock.now() / 1000);
      },
    });
    const credentials =
      camera.credentialsFile === undefined ? undefined : readCredentials(camera.credentialsFile);
    this.#onvif = camera.onvifUrl === undefined ? undefined : new OnvifCamera(camera.onvifUrl, credentials);
    if (this.#onvif && camera.kind === 'ptz') {
      this.#away = 'unknown-preset';
      this.#ptz = new PtzCamera({
        camera: this.#onvif,
        presets: camera.presets.map(({ id, token }) => ({ id, token: token ?? id })),
        tour: camera.tour,
        ...{ clock, log },
        onState: (state) => {
          this.#head(state);
        },
      });
    }
  }

  /** Why rules may not judge what is seen now; undefined when they may. */
  get untrusted(): TrustProblem | 'moving' | 'unknown-preset' | undefined {
    return this.#away ?? this.#watch.problems.find((problem) => !harmless.includes(problem));
  }

  /** Everything that is wrong with the picture now, the gravest first. */
  get problems(): TrustProblem[] {
    return this.#watch.problems;
  }

  /** Whether anything was wrong since then, monotonic seconds. */
  wasUntrustedSince(atS: number): boolean {
    return this.untrusted !== undefined || this.#untrustedAtS >= atS;
  }

  /** Whether a head is followed: its word comes up to a second late. */
  get hasHead(): boolean {
    return this.#ptz !== undefined;
  }

  /** The preset that the scene belongs to. */
  get preset(): string {
    return this.#preset;
  }

  /** What the evidence of an act says of the camera at its time. */
  get testimony(): { trust: CameraTrust; clock: CameraClock | null } {
    const reasons = [...(this.#away ? [this.#away] : []), ...this.#watch.problems];
    const isLooked = this.#lookedUtcMs !== undefined;
    const state = reasons.length > 0 ? 'doubtful' : isLooked ? 'trusted' : 'unknown';
    const checked = this.#lookedUtcMs === undefined ? null : utcText(this.#lookedUtcMs);
    return { trust: { state, reasons, checked }, clock: this.#clocks.best };
  }

  get health(): Pick<CameraHealth, 'untrusted' | 'preset' | 'clockOffsetMs' | 'burntIn'> {
    const untrusted = this.#away ?? this.#watch.problems[0];
    return {
      ...(untrusted !== undefined && { untrusted }),
      ...(this.#ptz && { preset: this.#preset }),
      ...this.#clocks.health,
    };
  }

  described(declaredFps: number | undefined): void {
    this.#declaredFps = declaredFps;
    this.#arrivals = { sinceMs: this.#parts.clock.now(), count: 0 };
  }

  /** A picture arrived from the network. */
  arriving(): void {
    this.#arrivals.count += 1;
    const nowMs = this.#parts.clock.now();
    const spanMs = nowMs - this.#arrivals.sinceMs;
    if (spanMs < FPS_WINDOW_MS) return;
    const fps = (this.#arrivals.count * 1000) / spanMs;
    this.#arrivals = { sinceMs: nowMs, count: 0 };
    if (this.#declaredFps !== undefined)
      this.#watch.told('few-frames', fps < this.#declaredFps * FEW_FRAMES, nowMs / 1000);
  }

  /** An analysed frame; looked at once a second. */
  frame({ pixels, source }: Pick<Frame, 'pixels' | 'source'>): void {
    const { clock, input, onProblem } = this.#parts;
    const nowMs = clock.now();
    if (this.untrusted !== undefined) this.#untrustedAtS = nowMs / 1000;
    // While the head moves, its picture says nothing of any preset.
    if (this.#away !== undefined || nowMs - this.#lookedMs < LOOK_EVERY_MS) return;
    this.#lookedMs = nowMs;
    this.#lookedUtcMs = clock.utcMs();
    this.#watch.look({ pixels, width: input.width, height: input.height, source }, nowMs / 1000);
    const problems = new Set(this.#watch.problems);
    for (const problem of problems) if (!this.#told.has(problem)) onProblem(problem);
    this.#told = problems;
    if (problems.size > 0 || nowMs - this.#keptMs <= KEEP_REFERENCE_MS) return;
    if (this.#reference.toText() === '') return;
    this.#keptMs = nowMs;
    void this.#references.keep(this.#preset, this.#reference);
  }

  /** What the camera writes into its picture was read. */
  showed(reading: BurntInReading): void {
    this.#clocks.showed(reading);
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#ptz?.run(signal), this.#onvif && this.#clocks.measure(this.#onvif, signal)]);
    this.#onvif?.close();
  }

  #head(state: PresetState): void {
    this.#away = state.at === undefined ? state.why : undefined;
    if (this.#away !== undefined) this.#untrustedAtS = this.#parts.clock.now() / 1000;
    if (state.at === undefined || state.at === this.#preset) return;
    this.#preset = state.at;
    this.#reference = this.#references.read(state.at);
    this.#watch.turn(this.#reference);
    this.#keptMs = -Infinity;
    this.#parts.onPreset(state.at);
  }
}
