import { createHash } from 'node:crypto';
import { boxOfTopic, BoxStatus, problemsOf, topics, type VamcoEvent } from '@vamco/contracts';
import type { Logger } from 'pino';
import type { EventStore, Refused, ValidEvent } from '../store/sqlite/event-store.ts';
import { composeAcks } from './acks.ts';
import { checkEvent, signedNumber } from './check-event.ts';

/** More than any box makes by mistake; a huge payload must not fill the disk through the quarantine. */
const KEPT_OF_REFUSED_BYTES = 65_536;

interface Message {
  topic: string;
  payload: Buffer;
  done: (error?: Error) => void;
}

/** A box said something; `state` when that is what it said. */
export interface BoxWord {
  box: string;
  epoch: string;
  state?: BoxStatus['state'];
}

/** Checks, commits, then acknowledges: in this order, never another. Duplicates are absorbed. */
export class Collector {
  readonly #store: EventStore;
  readonly #log: Logger;
  readonly #onStored: (event: VamcoEvent) => void;
  readonly #onHeard: (word: BoxWord) => void;
  #waiting: Message[] = [];
  /** Tells a box something; set once the broker is there. What is lost on the way is told again. */
  publish: (topic: string, payload: string) => void = () => undefined;
  /** Can events arrive? Set by whoever connects the broker. */
  isConnected: () => boolean = () => false;

  /**
   * @param parts.onStored of every event that is new
   * @param parts.onHeard of every box that proved to be there, or said that it goes
   */
  constructor(parts: {
    store: EventStore;
    log: Logger;
    onStored: (event: VamcoEvent) => void;
    onHeard: (word: BoxWord) => void;
  }) {
    this.#store = parts.store;
    this.#log = parts.log;
    this.#onStored = parts.onStored;
    this.#onHeard = parts.onHeard;
  }

  /** Takes one message of the broker; resolves after its commit. What arrives together shares one commit. */
  receive(topic: string, payload: Buffer): Promise<void> {
    if (topic.endsWith('/up/status')) {
      this.#status(topic, payload);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const done = (error?: Error) => {
        if (error) reject(error);
        else resolve();
      };
      this.#waiting.push({ topic, payload, done });
      // No fixed wait: behind Mosquitto messages come one by one, and each would pay it.
      if (this.#waiting.length === 1)
        setImmediate(() => {
          this.#commit();
        });
    });
  }

  #commit(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    const stored: VamcoEvent[] = [];
    const known: VamcoEvent[] = [];
    const refused: Refused[] = [];
    try {
      this.#store.transaction(() => {
        for (const { topic, payload } of batch) {
          const checked = checkEvent(topic, payload, (box) => this.#store.publicKey(box));
          if (checked.ok) this.#add(checked, topic, payload, { stored, known, refused });
          else refused.push({ ...checked, topic, ...kept(payload) });
        }
        for (const one of refused) this.#refuse(one);
      });
    } catch (cause) {
      // Nothing was committed, so nothing is acknowledged: the boxes will send again.
      const error = cause instanceof Error ? cause : new Error(String(cause));
      this.#log.error({ err: error, events: batch.length }, 'events could not be stored');
      for (const { done } of batch) done(error);
      return;
    }
    for (const { done } of batch) done();
    const spokenFor = (box: string, epoch: string, from: number) => this.#store.spokenFor(box, epoch, from);
    for (const ack of composeAcks([...stored, ...known], refused, spokenFor))
      this.publish(topics.ack(ack.box), JSON.stringify(ack));
    const heard = new Map([...stored, ...known].map(({ box, epoch }) => [box, { box, epoch }]));
    this.#tell(() => {
      for (const event of stored) this.#onStored(event);
    });
    this.#tell(() => {
      for (const word of heard.values()) this.#onHeard(word);
    });
  }

  #add(
    valid: ValidEvent,
    topic: string,
    payload: Buffer,
    out: { stored: VamcoEvent[]; known: VamcoEvent[]; refused: Refused[] },
  ): void {
    const outcome = this.#store.add(valid, Date.now());
    if (outcome === 'stored') out.stored.push(valid.event);
    else if (outcome === 'known') out.known.push(valid.event);
    else {
      const reason = `event ${valid.event.seq} of this epoch is known with another body`;
      out.refused.push({ topic, ...kept(payload), code: 'conflict', reason });
    }
  }

  /**
   * Kept with its reason. What the box itself signed is spoken for, or its number would stay a hole in every
   * later acknowledgement; for anything else the real event may still come.
   */
  #refuse(one: Refused): void {
    const box = boxOfTopic(one.topic);
    this.#log.warn(
      { code: 'EVENT_REFUSED', box, why: one.code, reason: one.reason },
      'event refused and kept in quarantine',
    );
    this.#store.quarantine(one, new Date().toISOString());
    const publicKey = box === undefined ? undefined : this.#store.publicKey(box);
    if (box === undefined || publicKey === undefined || one.code === 'conflict') return;
    const number = signedNumber(one.payload, box, publicKey);
    if (number) this.#store.speakFor(box, number.epoch, number.seq);
  }

  /** What was said is safe by now: a page that cannot be told must not harm the collector. */
  #tell(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#log.error({ err: error }, 'what a box said could not be told');
    }
  }

  /** A box speaks for itself alone. */
  #status(topic: string, payload: Buffer): void {
    // An empty retained message only clears the one before.
    if (payload.length === 0) return;
    try {
      const status = JSON.parse(payload.toString('utf8')) as BoxStatus;
      if (problemsOf(BoxStatus, status).length > 0 || status.box !== boxOfTopic(topic)) return;
      this.#store.setState(status.box, status.state);
      this.#tell(() => {
        this.#onHeard(status);
      });
    } catch (error) {
      this.#log.warn({ err: error }, 'a status could not be read');
    }
  }
}

function kept(payload: Buffer): Pick<Refused, 'payload' | 'payloadSha256'> {
  const payloadSha256 = createHash('sha256').update(payload).digest('hex');
  return { payload: payload.subarray(0, KEPT_OF_REFUSED_BYTES), payloadSha256 };
}
