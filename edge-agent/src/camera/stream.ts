import type { CameraHealth } from '@vamco/contracts';
import { backoffMs } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { Acceleration } from './acceleration.ts';
import { asFault } from './camera-fault.ts';
import { Connection, type FrameSink, type Wanted } from './connection.ts';
import { waitAtDoor } from './doorbell.ts';
import { pinAddress, type PinnedAddress } from './pinned-address.ts';
import type { StreamSource } from './stream-source.ts';
import { downSentences, type DownReason } from './why-down.ts';

const BACKOFF = { baseMs: 1_000, maxMs: 60_000 };
/** A connection that held this long was a good one: the next failure is the first again. */
const GOOD_MS = 30_000;
const RTSP_PORT = { 'rtsp:': 554, 'rtsps:': 322 } as Record<string, number>;

export interface StreamParts {
  source: StreamSource;
  /** Asked at each connection: what is wanted may change with the preset. */
  wanted: () => Wanted;
  acceleration: Acceleration;
  newSink: () => FrameSink;
  clock: Clock;
  log: Logger;
}

/** Keeps one stream alive for ever: connect, watch the age of frames, kill hard, wait, again. */
export class Stream {
  readonly #parts: StreamParts;
  #state: CameraHealth['state'] = 'starting';
  #reason: DownReason | undefined;
  #restarts = 0;
  #lastFrameMs: number | undefined;
  #acceleration: Acceleration;
  #connection: Connection | undefined;
  #pinned: PinnedAddress | undefined;
  #renewing = false;

  constructor(parts: StreamParts) {
    this.#parts = parts;
    this.#acceleration = parts.acceleration;
  }

  get health(): Pick<CameraHealth, 'state' | 'reason' | 'restarts' | 'frameAgeMs'> {
    const last = this.#lastFrameMs;
    const age = last === undefined ? {} : { frameAgeMs: Math.round(this.#parts.clock.now() - last) };
    const reason = this.#state === 'down' && this.#reason ? { reason: this.#reason } : {};
    return { state: this.#state, restarts: this.#restarts, ...reason, ...age };
  }

  /** Connects anew at once, because something else is wanted now. */
  renew(): void {
    this.#renewing = true;
    this.#connection?.close('changed');
  }

  /** Runs until the signal aborts; never throws because of a camera. */
  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const began = this.#parts.clock.now();
      const reason = await this.#connectOnce(signal);
      if (isAborted(signal)) return;
      if (this.#renewing) {
        this.#renewing = false;
        continue;
      }
      const heldMs = this.#parts.clock.now() - began;
      if (heldMs >= GOOD_MS) failures = 0;
      this.#state = 'down';
      this.#reason = reason;
      this.#restarts += 1;
      // A new picture size is no fault of the line: only a camera that keeps changing has to wait.
      const retryInMs =
        reason === 'changed' && failures < 3 ? 0 : backoffMs(failures, BACKOFF, Math.random());
      this.#parts.log.warn({ code: 'CAMERA_DOWN', reason, retryInMs }, downSentences[reason]);
      const wasShut = reason === 'refused' || reason === 'no-route';
      const cameBack = await waitAtDoor(this.#pinned, retryInMs, signal, wasShut);
      // One that is just starting up may still refuse once or twice: not a minute's wait for that.
      failures = cameBack ? 2 : failures + 1;
    }
  }

  async #connectOnce(signal: AbortSignal): Promise<DownReason> {
    const { source, wanted, newSink, clock, log } = this.#parts;
    try {
      this.#pinned =
        source.kind === 'rtsp'
          ? await pinAddress(source.url, RTSP_PORT[new URL(source.url).protocol] ?? 554)
          : undefined;
      const sink = newSink();
      const connection = new Connection({
        ...{ source, pinned: this.#pinned, wanted: wanted(), acceleration: this.#acceleration, clock, log },
        sink: {
          ...sink,
          stamp: (stamp) => {
            this.#lastFrameMs = clock.now();
            if (this.#state !== 'up') log.info({ width: stamp.width, height: stamp.height }, 'camera up');
            this.#state = 'up';
            sink.stamp(stamp);
          },
        },
        onAccelerationLost: () => {
          this.#accelerationLost();
        },
      });
      this.#connection = connection;
      return await connection.run(signal);
    } catch (error) {
      return asFault(error).reason;
    }
  }

  #accelerationLost(): void {
    if (this.#acceleration === 'none') return;
    const fields = { code: 'NO_HARDWARE_DECODER', acceleration: this.#acceleration };
    this.#parts.log.warn(fields, 'the hardware decoder cannot be used; the processor decodes instead');
    this.#acceleration = 'none';
  }
}

/** The type checker believes that a signal cannot change while one awaits. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
