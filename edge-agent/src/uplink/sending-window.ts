/** Events are known by where they stand in the chain. */
interface Place {
  epoch: string;
  seq: number;
}

/**
 * Which events are on their way to the collector, when each must be sent again, and when its silence means that nobody
 * hears us. It knows no clock: every time is given, in milliseconds of one monotonic clock.
 */
export class SendingWindow {
  readonly #resendMs: number;
  readonly #deafMs: number;
  readonly #sentAt = new Map<string, number>();
  /** When the collector last spoke, or when we began to wait for it. */
  #lastWordMs = 0;

  /** @param times see `UplinkConfig` */
  constructor({ resendMs, deafMs }: { resendMs: number; deafMs: number }) {
    this.#resendMs = resendMs;
    this.#deafMs = deafMs;
  }

  /**
   * Those of the events that must go out now; they count as sent from here on.
   * @param pending all that the collector has not acknowledged, as far as may be on its way at once
   */
  due<Event extends Place>(pending: readonly Event[], nowMs: number): Event[] {
    const waiting = new Set(pending.map(keyOf));
    for (const key of this.#sentAt.keys()) if (!waiting.has(key)) this.#sentAt.delete(key);
    // After a quiet hour the collector owes us nothing yet: its silence counts from here.
    if (this.#sentAt.size === 0) this.#lastWordMs = nowMs;
    const due = pending.filter((event) => {
      const sent = this.#sentAt.get(keyOf(event));
      return sent === undefined || nowMs - sent >= this.#resendMs;
    });
    for (const event of due) this.#sentAt.set(keyOf(event), nowMs);
    return due;
  }

  /** The collector has spoken. */
  heard(nowMs: number): void {
    this.#lastWordMs = nowMs;
  }

  /** Events are on their way, and nobody has spoken for too long. */
  isDeaf(nowMs: number): boolean {
    return this.#sentAt.size > 0 && nowMs - this.#lastWordMs > this.#deafMs;
  }

  /** The connection is gone, and with it all that was on its way. */
  clear(): void {
    this.#sentAt.clear();
  }
}

const keyOf = ({ epoch, seq }: Place) => `${epoch}/${seq}`;
