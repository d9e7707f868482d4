import { join } from 'node:path';
import type { CameraConfig, CameraHealth } from '@vamco/contracts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { FrameSink } from '../camera/connection.ts';
import type { SegmentLine } from '../camera/ffmpeg-lines.ts';
import { streamSource } from '../camera/stream-source.ts';
import { Stream } from '../camera/stream.ts';
import { isRecorded } from '../config/camera-problems.ts';
import { FrameIntake, type IncomingFrames } from '../decode/frame-intake.ts';
import type { Frame } from '../decode/frame.ts';
import type { Sheet } from '../decode/sheet.ts';
import { StreamClock } from '../decode/stream-clock.ts';
import { StillsRing } from '../evidence/stills-ring.ts';
import { SegmentRing } from '../segments/segment-ring.ts';
import { MainStills } from './main-stills.ts';

const SEGMENT_S = 2;

export interface CameraStreamsParts {
  camera: CameraConfig;
  /** What fills the detector's picture where the frame does not. */
  pad: number;
  stillsDir: string;
  /** Folder of this camera's own on the disk. */
  dir: string;
  clock: Clock;
  log: Logger;
  /** The camera was reached, again or for the first time. */
  onConnection: (frames: IncomingFrames) => void;
  onDescribed: (declaredFps: number | undefined) => void;
  /** A picture arrived from the network. */
  onArriving: () => void;
}

/**
 * The streams of one camera: frames to analyse from the substream where there is one, and from the main stream the
 * full-size stills of the same moments and the stream as it came.
 */
export class CameraStreams {
  /** The newest part of the main stream as it came; undefined for recordings and where no room is given. */
  readonly segments: SegmentRing | undefined;
  readonly #parts: CameraStreamsParts;
  readonly #ring: StillsRing;
  /** What analysis looks at. */
  readonly #analysed: Stream;
  /** The main stream beside a substream. */
  readonly #main: { stream: Stream; stills: MainStills } | undefined;
  #sheet: Sheet;
  #intake: FrameIntake | undefined;
  #skipped = 0;

  /** @param sheet what each decoded picture holds */
  constructor(sheet: Sheet, parts: CameraStreamsParts) {
    const { camera, clock, log } = parts;
    this.#parts = parts;
    this.#sheet = sheet;
    this.#ring = new StillsRing(parts.stillsDir);
    const { substreamUrl, clipMegabytes } = camera;
    if (isRecorded(camera))
      this.segments = new SegmentRing(join(parts.dir, 'segments'), clipMegabytes * 1_000_000);
    // On a full disk the stream is looked at, but not recorded.
    const kept = () => ({
      stillsDir: this.#ring.dir,
      segments: this.segments?.hasRoom ? { dir: this.segments.dir, seconds: SEGMENT_S } : undefined,
    });
    const common = { acceleration: camera.decoder, clock, log };
    const frames = { fps: camera.detectFps, pad: parts.pad, realtime: true };
    this.#analysed = new Stream({
      source: streamSource(substreamUrl ?? camera.streamUrl, camera),
      wanted: () => ({
        ...{ ...frames, sheet: this.#sheet },
        ...(substreamUrl === undefined ? kept() : { stillsDir: undefined, segments: undefined }),
      }),
      newSink: () => this.#newSink(),
      ...common,
    });
    if (substreamUrl === undefined) return;
    const stream = new Stream({
      source: streamSource(camera.streamUrl, camera),
      wanted: () => ({ ...frames, ...kept(), sheet: undefined }),
      newSink: () => this.#newMainSink(),
      ...{ ...common, log: log.child({ stream: 'main' }) },
    });
    this.#main = { stream, stills: new MainStills() };
  }

  get health(): Stream['health'] & Pick<CameraHealth, 'skipped'> {
    return { ...this.#analysed.health, skipped: this.#skipped };
  }

  /** How far a still may be from its frame, ms. */
  get stillErrMs(): number {
    return this.#main ? 600 / this.#parts.camera.detectFps : 0;
  }

  /** The size of the stills that belong to a frame, pixels. */
  sizeOf({ source }: Pick<Frame, 'source'>): { width: number; height: number } {
    return this.#main?.stills.size ?? source;
  }

  /** The full-size picture of an analysed frame; undefined when it is gone. */
  readonly readStill = (number: number): Promise<Buffer | undefined> => {
    const still = this.#main ? this.#main.stills.numberFor(number, this.stillErrMs) : number;
    return still === undefined ? Promise.resolve(undefined) : this.#ring.read(still);
  };

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#analysed.run(signal), this.#main?.stream.run(signal)]);
    this.#intake?.close();
  }

  /** Connects anew, for pictures that hold something else. */
  turnTo(sheet: Sheet): void {
    this.#sheet = sheet;
    this.#analysed.renew();
  }

  /** Frame `number` was analysed: stills far before it are dropped. */
  trim(number: number): void {
    if (!this.#main) this.#ring.trim(number);
  }

  #newSink(): FrameSink {
    const { camera, clock, onConnection, onDescribed, onArriving } = this.#parts;
    const main = this.#main?.stills;
    this.#intake?.close();
    if (!main) this.#ring.restart();
    const streamClock = new StreamClock(clock);
    const intake = new FrameIntake({
      sheet: this.#sheet,
      captured: (streamS) => streamClock.captured(streamS),
      onFrame: ({ number, time }) => main?.analysed(number, time.monoMs),
      onSkipped: () => {
        this.#skipped += 1;
      },
    });
    this.#intake = intake;
    onConnection(intake);
    if (!main) this.segments?.restart((stampS) => streamClock.timeOf(stampS)?.utcMs);
    return {
      stamp: (stamp) => {
        intake.stamp(stamp);
      },
      chunk: (bytes) => {
        intake.chunk(bytes);
      },
      segment: this.#addSegment,
      described: ({ declaredFps }) => {
        onDescribed(declaredFps);
      },
      arriving: (stampS) => {
        streamClock.arriving(stampS);
        onArriving();
      },
      cameraClock: () => undefined,
      letGo: (seconds) => {
        this.#skipped += Math.round(seconds * camera.detectFps);
      },
    };
  }

  #newMainSink(): FrameSink {
    const main = this.#main?.stills;
    const streamClock = new StreamClock(this.#parts.clock);
    this.#ring.restart();
    main?.restart();
    this.segments?.restart((stampS) => streamClock.timeOf(stampS)?.utcMs);
    let number = 0;
    return {
      stamp: ({ seconds, width, height }) => {
        number += 1;
        main?.still(number, streamClock.captured(seconds).monoMs, { width, height });
        this.#ring.trim(number);
      },
      chunk: () => undefined,
      segment: this.#addSegment,
      described: () => undefined,
      arriving: (stampS) => {
        streamClock.arriving(stampS);
      },
      cameraClock: () => undefined,
      letGo: () => undefined,
    };
  }

  readonly #addSegment = (segment: SegmentLine) => {
    this.segments?.add(segment).catch((error: unknown) => {
      this.#parts.log.error({ err: error }, 'a segment could not be kept');
    });
  };
}
