import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import { isAccelerationFailure, type Acceleration } from './acceleration.ts';
import { asFault, type CameraFault } from './camera-fault.ts';
import { runFfmpeg, type FfmpegRun, type FrameRequest } from './ffmpeg.ts';
import type { FrameStamp, SegmentLine } from './ffmpeg-lines.ts';
import type { PinnedAddress } from './pinned-address.ts';
import { runRecorder } from './recorder.ts';
import { RtspRelay } from './rtsp/rtsp-relay.ts';
import type { VideoMedia } from './rtsp/sdp.ts';
import type { StreamSource } from './stream-source.ts';
import { whyDown, type DownReason } from './why-down.ts';

/** No frame for this long means the stream hangs, whatever ffmpeg says of itself. */
const STALL_MS = 10_000;
/** The first frame may take longer: thrifty cameras send a key frame every 20 s. */
const FIRST_FRAME_MS = 30_000;

export type Wanted = Omit<FrameRequest, 'input' | 'codec' | 'acceleration' | 'unordered'> & {
  /** Folder for the stream as it came, cut at key frames; none when undefined. */
  segments: { dir: string; seconds: number } | undefined;
};

/** Takes what comes from one connection; a new one is asked for at each. */
export interface FrameSink {
  stamp(stamp: FrameStamp): void;
  chunk(bytes: Buffer): void;
  segment(segment: SegmentLine): void;
  /** What the camera says of its stream, before the first frame. */
  described(media: VideoMedia): void;
  /** A picture begins to arrive from the network; seconds on the axis of the stamps. */
  arriving(stampS: number): void;
  /** The camera's own clock at a stamp, Unix milliseconds. */
  cameraClock(cameraMs: number, stampS: number): void;
  /** The box was too busy to decode so many seconds of the stream. */
  letGo(seconds: number): void;
}

export interface ConnectionParts {
  source: StreamSource;
  pinned: PinnedAddress | undefined;
  wanted: Wanted;
  acceleration: Acceleration;
  sink: FrameSink;
  clock: Clock;
  log: Logger;
  onAccelerationLost: () => void;
}

/** One connection to one stream, from asking to its end. */
export class Connection {
  readonly #parts: ConnectionParts;
  #relay: RtspRelay | undefined;
  #run: FfmpegRun | undefined;
  #recorder: { kill: () => void } | undefined;
  #frames = 0;
  #lastFrameMs = 0;
  #lastPictureMs = 0;
  #size = '';
  #stopping: DownReason | undefined;
  #fault: CameraFault | undefined;
  #accelerationFailed = false;
  #hasEnded = false;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  /** Ends it now; `reason` is what `run` will say. */
  close(reason: DownReason): void {
    this.#stopping ??= reason;
    this.#run?.kill();
    this.#recorder?.kill();
    this.#relay?.close();
  }

  /** Runs to the end of the connection and says why it ended. */
  async run(signal: AbortSignal): Promise<DownReason> {
    const stop = () => {
      this.close('ended');
    };
    signal.addEventListener('abort', stop, { once: true });
    const watchdog = setInterval(() => {
      this.#watch();
    }, 500);
    this.#lastFrameMs = this.#parts.clock.now();
    try {
      const input = await this.#open();
      if (this.#stopping || signal.aborted) return this.#stopping ?? 'ended';
      this.#record(input);
      return await this.#decode(input);
    } catch (error) {
      return this.#stopping ?? asFault(error).reason;
    } finally {
      clearInterval(watchdog);
      signal.removeEventListener('abort', stop);
      this.#recorder?.kill();
      this.#relay?.close();
    }
  }

  async #open(): Promise<Pick<FrameRequest, 'input' | 'codec' | 'unordered'>> {
    const { source, pinned, sink, clock } = this.#parts;
    if (source.kind === 'file' || pinned === undefined)
      return { input: source.kind === 'file' ? source.path : source.url };
    const relay = await RtspRelay.open(
      { ...source, pinned },
      {
        onPicture: (stampS) => {
          this.#lastPictureMs = clock.now();
          sink.arriving(stampS);
        },
        onCameraClock: (cameraMs, stampS) => {
          sink.cameraClock(cameraMs, stampS);
        },
        onLetGo: (seconds) => {
          sink.letGo(seconds);
        },
        onEnd: (fault) => {
          this.#fault = fault;
          // ffmpeg has what came before the end; what it still says would be a guess.
          this.#run?.kill();
        },
      },
      this.#parts.wanted.segments ? 2 : 1,
    );
    this.#relay = relay;
    sink.described(relay.media);
    return { input: relay.url, codec: relay.media.codec, unordered: source.transport === 'udp' };
  }

  /** A recorder that ended (the disk is full) begins anew with the next connection, if there is room then. */
  #record(input: Pick<FrameRequest, 'input' | 'unordered'>): void {
    const { wanted, sink, log } = this.#parts;
    if (!wanted.segments || !this.#relay) return;
    this.#recorder = runRecorder(
      { ...input, input: this.#relay.wholeUrl, ...wanted.segments },
      {
        onSegment: (segment) => {
          sink.segment(segment);
        },
        onEnd: (failure) => {
          if (this.#stopping || this.#fault || this.#hasEnded) return;
          log.warn({ code: 'NOT_RECORDED', failure }, 'the recorder of a stream ended');
          this.close('ended');
        },
      },
    );
  }

  #decode(input: Pick<FrameRequest, 'input' | 'codec' | 'unordered'>): Promise<DownReason> {
    const { wanted, acceleration, sink, log } = this.#parts;
    return new Promise((resolve) => {
      const run = runFfmpeg(
        { ...wanted, ...input, acceleration },
        {
          onStamp: (stamp) => {
            this.#framed(stamp);
          },
          onLogLine: (line) => {
            log.trace({ line }, 'ffmpeg');
            if (acceleration !== 'none' && this.#frames === 0)
              this.#accelerationFailed ||= isAccelerationFailure(line);
          },
          onEnd: (failure) => {
            this.#hasEnded = true;
            if (this.#accelerationFailed) this.#parts.onAccelerationLost();
            resolve(this.#stopping ?? this.#fault?.reason ?? this.#whyNoMore(failure));
          },
        },
      );
      this.#run = run;
      run.pixels.on('data', (bytes: Buffer) => {
        sink.chunk(bytes);
      });
      if (this.#stopping ?? this.#fault) run.kill();
    });
  }

  /** What came through the relay says more than ffmpeg's last words. */
  #whyNoMore(failure: string | undefined): DownReason {
    if (this.#wereUndecoded) return 'codec';
    const told = whyDown(failure);
    // The camera has agreed to play and then sent nothing: ffmpeg has waited, and cannot say for what.
    return told === 'unknown' && this.#relay?.timeline.pictures === 0 ? 'stalled' : told;
  }

  /** Packets came and no picture could be made of them: it is what is in them. */
  get #wereUndecoded(): boolean {
    return this.#frames === 0 && (this.#relay?.timeline.pictures ?? 0) > 0;
  }

  #framed(stamp: FrameStamp): void {
    const size = `${stamp.width}x${stamp.height}`;
    // Encoders and scenes were set up for one size; a new one begins a new connection.
    if (this.#size !== '' && size !== this.#size) {
      this.close('changed');
      return;
    }
    this.#size = size;
    this.#frames += 1;
    this.#lastFrameMs = this.#parts.clock.now();
    this.#relay?.decoded(stamp.seconds);
    this.#parts.sink.stamp(stamp);
  }

  #watch(): void {
    const now = this.#parts.clock.now();
    const silentMs = now - this.#lastFrameMs;
    if (silentMs < (this.#frames === 0 ? FIRST_FRAME_MS : STALL_MS)) return;
    // Packets come, pictures do not: it is what is in them.
    const packetsCome = this.#relay !== undefined && now - this.#lastPictureMs < 3_000;
    this.close(packetsCome || this.#wereUndecoded ? 'codec' : 'stalled');
  }
}
