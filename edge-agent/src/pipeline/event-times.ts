import type { EventTime } from '@vamco/contracts';
import { utcText, type Clock } from '../base/clock.ts';
import type { CaptureTime } from '../decode/frame.ts';

/** Before any frame came, the box's clock alone is known, ± ms. */
const CLOCK_ERR_MS = 1000;

/** Gives moments of the tracks, monotonic seconds, the wall clock's time that captured frames tie them to. */
export class EventTimes {
  readonly #clock: Clock;
  readonly #bootId: string;
  #newest: CaptureTime | undefined;

  constructor(clock: Clock, bootId: string) {
    this.#clock = clock;
    this.#bootId = bootId;
  }

  /** The newest frame. */
  captured(time: CaptureTime): void {
    this.#newest = time;
  }

  /**
   * @param atS monotonic seconds; now, when left out
   * @param by the frame that ties both clocks; the newest one, when left out
   */
  at(atS: number = this.#clock.now() / 1000, by: CaptureTime = this.#newest ?? this.#now()): EventTime {
    return {
      utc: utcText(utcMsOf(atS, by)),
      errMs: by.errMs,
      source: 'unsynced',
      bootId: this.#bootId,
      monoMs: Math.max(0, Math.round(atS * 1000)),
    };
  }

  #now(): CaptureTime {
    return { monoMs: this.#clock.now(), utcMs: this.#clock.utcMs(), errMs: CLOCK_ERR_MS };
  }
}

/** The wall clock, UTC in ms, at a monotonic second. */
export function utcMsOf(atS: number, { monoMs, utcMs }: Pick<CaptureTime, 'monoMs' | 'utcMs'>): number {
  return utcMs - (monoMs - atS * 1000);
}
