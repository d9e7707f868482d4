import type { CaptureTime } from './frame.ts';
import type { Clock } from '../base/clock.ts';

/** Camera, network and decoder delay that nobody told us: part of every stated error. */
const UNKNOWN_DELAY_MS = 500;
/** A stamp that disagrees with the arrival by more than this begins a new timeline. */
const JUMP_MS = 5_000;
/** The anchor may follow a drifting camera clock by this much per second (0.2 %). */
const DRIFT_MS_PER_S = 2;

/**
 * Turns the stream's time stamps into capture times. Arrival is stamp + offset + delay, and the delay is
 * never negative, so the smallest offset seen is the best one (as in NTP's minimum filter); it may creep
 * up slowly to follow a camera whose clock drifts.
 */
export class StreamClock {
  readonly #clock: Clock;
  #offsetMs: number | undefined;
  #lastArrivalMs = 0;
  #jitterMs = 0;
  #arrivals = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Call once per picture as it begins to arrive from the network, where that is known. */
  arriving(stampS: number): void {
    this.#arrivals = true;
    this.#observe(stampS);
  }

  /** Call once per decoded frame, with its stamp in seconds; a frame without one was taken now. */
  captured(stampS: number): CaptureTime {
    const arrivalMs = this.#clock.now();
    if (Number.isNaN(stampS)) return this.#at(arrivalMs, arrivalMs);
    // The network tells the time better than the decoder's output.
    if (!this.#arrivals || this.#offsetMs === undefined) this.#observe(stampS);
    return this.#at(stampS * 1000 + (this.#offsetMs ?? 0), arrivalMs);
  }

  /** When a stamp was or will be, without learning from it; undefined before the first frame. */
  timeOf(stampS: number): CaptureTime | undefined {
    if (this.#offsetMs === undefined) return undefined;
    return this.#at(stampS * 1000 + this.#offsetMs, this.#clock.now());
  }

  #observe(stampS: number): void {
    const arrivalMs = this.#clock.now();
    const offset = arrivalMs - stampS * 1000;
    const known = this.#offsetMs;
    if (known === undefined || Math.abs(offset - known) > JUMP_MS) {
      this.#offsetMs = offset;
      this.#jitterMs = 0;
    } else {
      const crept = known + (DRIFT_MS_PER_S * (arrivalMs - this.#lastArrivalMs)) / 1000;
      this.#offsetMs = Math.min(offset, crept);
      this.#jitterMs = Math.max(this.#jitterMs * 0.99, offset - this.#offsetMs);
    }
    this.#lastArrivalMs = arrivalMs;
  }

  #at(monoMs: number, nowMs: number): CaptureTime {
    return {
      monoMs,
      utcMs: this.#clock.utcMs() - (nowMs - monoMs),
      errMs: Math.round(UNKNOWN_DELAY_MS + this.#jitterMs),
    };
  }
}
