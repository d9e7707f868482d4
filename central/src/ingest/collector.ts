import { createHash } from 'node:crypto';
import { boxOfTopic, BoxStatus, problemsOf, topics, type Ack, type VamcoEvent } from '@vamco/contracts';
import type { Logger } from 'pino';
import type { EventStore, Refused, ValidEvent } from '../store/sqlite/event-store.ts';
import { checkEvent } from './check-event.ts';

/** Messages that come in within this time share one commit. */
const BATCH_MS = 5;

interface Message {
  topic: string;
  payload: Buffer;
  done: (error?: Error) => void;
}

/** Checks, commits, then acknowledges: in this order, never another. Duplicates are absorbed. */
export class Collector {
  readonly #store: EventStore;
  readonly #log: Logger;
  readonly #onStored: (event: VamcoEvent) => void;
  readonly #waiting: Message[] = [];
  /** Sends an acknowledgement; set once the broker is there. */
  publishAck: (topic: string, payload: string) => void = () => undefined;

  constructor(parts: { store: EventStore; log: Logger; onStored: (event: VamcoEvent) => void }) {
    this.#store = parts.store;
    this.#log = parts.log;
    this.#onStored = parts.onStored;
  }

  /** Takes one message of the broker; resolves after its commit. */
  receive(topic: string, payload: Buffer): Promise<void> {
    if (topic.endsWith('/up/status')) {
      this.#status(payload);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const done = (error?: Error) => {
        if (error) reject(error);
        else resolve();
      };
      this.#waiting.push({ topic, payload, done });
      if (this.#waiting.length > 1) return;
      setTimeout(() => {
        this.#commit();
      }, BATCH_MS);
    });
  }

  #commit(): void {
    const batch = this.#waiting.splice(0);
    const checked = batch.map(({ topic, payload }) => ({
      topic,
      payload,
      ...checkEvent(topic, payload, (box) => this.#store.publicKey(box)),
    }));
    const stored: VamcoEvent[] = [];
    const refused: Refused[] = [];
    try {
      this.#store.transaction(() => {
        for (const one of checked) {
          if (one.ok) this.#add(one, one.topic, one.payload, stored, refused);
          else
            refused.push({ ...one, payload: Buffer.from(one.payload), payloadSha256: sha256(one.payload) });
        }
        for (const one of refused) this.#refuse(one);
      });
    } catch (error) {
      // Nothing was committed, so nothing is acknowledged: the boxes will send again.
      this.#log.error({ err: error, events: batch.length }, 'events could not be stored');
      for (const { done } of batch) done(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    for (const { done } of batch) done();
    for (const event of stored) this.#onStored(event);
    this.#acknowledge(checked, refused);
  }

  #add(
    valid: ValidEvent,
    topic: string,
    payload: string | Buffer,
    stored: VamcoEvent[],
    refused: Refused[],
  ): void {
    const outcome = this.#store.add(valid, Date.now());
    if (outcome === 'stored') stored.push(valid.event);
    if (outcome !== 'conflict') return;
    const reason = `event ${valid.event.seq} of this epoch is known with another body`;
    refused.push({
      topic,
      payload: Buffer.from(payload),
      payloadSha256: sha256(payload),
      code: 'conflict',
      reason,
    });
  }

  /** Kept with its reason; its number is spoken for, or it would stay a hole in every later acknowledgement. */
  #refuse(one: Refused): void {
    this.#store.quarantine(one, new Date().toISOString());
    const box = boxOfTopic(one.topic);
    const seq = /"seq":(\d{1,15})\b/.exec(one.payload.toString('latin1'))?.[1];
    if (
      box !== undefined &&
      seq !== undefined &&
      one.code !== 'conflict' &&
      this.#store.publicKey(box) !== undefined
    ) {
      this.#store.speakFor(box, epochIn(one.payload), Number(seq));
    }
  }

  #acknowledge(checked: ({ ok: false } | { ok: true; event: VamcoEvent })[], refused: Refused[]): void {
    const epochs = new Map<string, Ack>();
    const ackFor = (box: string, epoch: string): Ack => {
      const key = `${box}/${epoch}`;
      const ack = epochs.get(key) ?? { box, epoch, ...this.#store.spokenFor(box, epoch), rejected: [] };
      epochs.set(key, ack);
      return ack;
    };
    for (const one of checked) if (one.ok) ackFor(one.event.box, one.event.epoch);
    for (const { topic, payload, payloadSha256, code, reason } of refused) {
      const box = boxOfTopic(topic);
      this.#log.warn(
        { code: 'EVENT_REFUSED', box, why: code, reason },
        'event refused and kept in quarantine',
      );
      if (box !== undefined) ackFor(box, epochIn(payload)).rejected.push({ payloadSha256, code, reason });
    }
    for (const ack of epochs.values()) this.publishAck(topics.ack(ack.box), JSON.stringify(ack));
  }

  #status(payload: Buffer): void {
    try {
      const status = JSON.parse(payload.toString('utf8')) as BoxStatus;
      if (problemsOf(BoxStatus, status).length === 0) this.#store.setState(status.box, status.state);
    } catch (error) {
      this.#log.warn({ err: error }, 'a status could not be read');
    }
  }
}

/** A refused payload may still say its epoch; otherwise any epoch will do, the box goes by the payload's hash. */
function epochIn(payload: Buffer): string {
  return /"epoch":"([0-9a-f]{16})"/.exec(payload.toString('latin1'))?.[1] ?? '0'.repeat(16);
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
