import { setTimeout as sleep } from 'node:timers/promises';
import type { CameraHealth } from '@vamco/contracts';
import { backoffMs } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import { runFfmpeg, type FrameRequest, type FrameStamp } from './ffmpeg.ts';
import { downSentences, whyDown, type DownReason } from './why-down.ts';

/** No frame for this long means the stream hangs, whatever ffmpeg says of itself. */
const STALL_MS = 10_000;
/** The first frame may take longer: connecting, and waiting for a key frame. */
const FIRST_FRAME_MS = 20_000;
const BACKOFF = { baseMs: 1_000, maxMs: 60_000 };

/** Takes the two halves of ffmpeg's answer; a new one is asked for at each connection. */
export interface FrameSink {
  stamp(stamp: FrameStamp): void;
  chunk(bytes: Buffer): void;
}

/** Keeps one camera's stream alive for ever: connect, watch the age of frames, kill hard, wait, again. */
export class Camera {
  readonly #request: FrameRequest;
  readonly #newSink: () => FrameSink;
  readonly #clock: Clock;
  readonly #log: Logger;
  #state: CameraHealth['state'] = 'starting';
  #reason: DownReason | undefined;
  #restarts = 0;
  #lastFrameMs: number | undefined;

  constructor(parts: { request: FrameRequest; newSink: () => FrameSink; clock: Clock; log: Logger }) {
    this.#request = parts.request;
    this.#newSink = parts.newSink;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  get health(): Pick<CameraHealth, 'state' | 'reason' | 'restarts' | 'frameAgeMs'> {
    const age =
      this.#lastFrameMs === undefined
        ? {}
        : { frameAgeMs: Math.round(this.#clock.now() - this.#lastFrameMs) };
    const reason = this.#state === 'down' && this.#reason ? { reason: this.#reason } : {};
    return { state: this.#state, restarts: this.#restarts, ...reason, ...age };
  }

  /** Runs until the signal aborts; never throws because of a camera. */
  async run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; failures += 1) {
      const { reason, frames } = await this.#connectOnce(signal);
      if (frames > 0) failures = 0;
      if (isAborted(signal)) return;
      this.#state = 'down';
      this.#reason = reason;
      this.#restarts += 1;
      const retryInMs = backoffMs(failures, BACKOFF, Math.random());
      this.#log.warn({ code: 'CAMERA_DOWN', reason, retryInMs }, downSentences[reason]);
      await sleep(retryInMs, undefined, { signal }).catch(() => undefined);
    }
  }

  #connectOnce(signal: AbortSignal): Promise<{ reason: DownReason; frames: number }> {
    return new Promise((resolve) => {
      const sink = this.#newSink();
      const began = this.#clock.now();
      let frames = 0;
      let stalled = false;
      const run = runFfmpeg(this.#request, {
        onStamp: (stamp) => {
          frames += 1;
          this.#lastFrameMs = this.#clock.now();
          if (this.#state !== 'up') this.#log.info({ ...stamp }, 'camera up');
          this.#state = 'up';
          sink.stamp(stamp);
        },
        onLogLine: (line) => {
          this.#log.trace({ line }, 'ffmpeg');
        },
        onEnd: (failure) => {
          clearInterval(watchdog);
          signal.removeEventListener('abort', stop);
          resolve({ reason: stalled ? 'stalled' : whyDown(failure), frames });
        },
      });
      const stop = () => {
        run.kill();
      };
      const watchdog = setInterval(() => {
        const silent = this.#clock.now() - (frames === 0 ? began : (this.#lastFrameMs ?? began));
        if (silent < (frames === 0 ? FIRST_FRAME_MS : STALL_MS)) return;
        stalled = true;
        stop();
      }, 500);
      signal.addEventListener('abort', stop, { once: true });
      run.pixels.on('data', (bytes: Buffer) => {
        sink.chunk(bytes);
      });
      if (signal.aborted) stop();
    });
  }
}

/** The type checker believes that a signal cannot change while one awaits. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
