import { sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ack, brokerProof, problemsOf, topics, type BoxStatus } from '@vamco/contracts';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { backoffMs } from '../base/backoff.ts';
import { utcText, type Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';

/** Events in flight without the collector's word. */
const WINDOW = 32;
const BACKOFF = { baseMs: 1_000, maxMs: 60_000 };
const TICK_MS = 250;

/** The part of the outbox that the uplink needs. */
export interface EventSource {
  readonly epoch: string;
  pending(limit: number): { epoch: string; seq: number; schema: string; payload: string }[];
  confirm(ack: Ack): number;
}

export interface UplinkConfig {
  box: string;
  version: string;
  broker: string;
  tls: { ca: string; cert: string; key: string } | undefined;
  /** Resend an event that nobody spoke for after this long. */
  resendMs: number;
  /** Build a new client when the outbox is not empty and nobody spoke for this long. */
  deafMs: number;
}

/**
 * Ships the outbox over MQTT, QoS 1. Nothing relies on the client's own queues or reconnecting: it is told
 * to do neither, and a supervisor here throws it away and builds another (known mqtt.js traps: reliability
 * notes 2.4).
 */
export class Uplink {
  readonly #config: UplinkConfig;
  readonly #source: EventSource;
  readonly #key: KeyObject;
  readonly #clock: Clock;
  readonly #log: Logger;
  /** When each event was last sent, by `epoch/seq`. */
  readonly #sentAt = new Map<string, number>();
  #client: MqttClient | undefined;
  #ready = false;
  #failures = 0;
  #lastWordMs = 0;
  #nextTryMs = 0;

  constructor(parts: { config: UplinkConfig; source: EventSource; key: KeyObject; clock: Clock; log: Logger }) {
    this.#config = parts.config;
    this.#source = parts.source;
    this.#key = parts.key;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  start(signal: AbortSignal): void {
    const timer = setInterval(() => {
      this.#supervise();
    }, TICK_MS);
    signal.addEventListener('abort', () => {
      clearInterval(timer);
      this.#goodbye();
    });
    this.#supervise();
  }

  /** Something new lies in the outbox: send at once. */
  wake(): void {
    if (this.#ready) this.#send();
  }

  #supervise(): void {
    const now = this.#clock.now();
    if (this.#client === undefined) {
      if (now >= this.#nextTryMs) this.#connect();
      return;
    }
    if (!this.#ready) return;
    this.#send();
    if (this.#sentAt.size > 0 && now - this.#lastWordMs > this.#config.deafMs) {
      this.#drop('the collector has not answered');
    }
  }

  #connect(): void {
    const { box, broker } = this.#config;
    const client = connect(broker, this.#options());
    this.#client = client;
    client.on('connect', () => {
      this.#failures = 0;
      this.#lastWordMs = this.#clock.now();
      client.subscribe(topics.ack(box), { qos: 1 }, (error) => {
        if (error) {
          this.#drop(error.message);
          return;
        }
        this.#log.info({ broker }, 'uplink up');
        client.publish(topics.status(box), this.#status('online'), { qos: 1, retain: true });
        this.#ready = true;
        this.#send();
      });
    });
    client.on('message', (_topic, payload) => {
      this.#hear(payload);
    });
    client.on('error', (error) => {
      this.#drop(error.message);
    });
    client.on('close', () => {
      if (this.#client === client) this.#drop('connection closed');
    });
  }

  #options(): IClientOptions {
    const { box, tls } = this.#config;
    return {
      clientId: `box-${box}`,
      username: box,
      password: sign(null, Buffer.from(brokerProof(box)), this.#key).toString('base64'),
      protocolVersion: 4,
      clean: true,
      reconnectPeriod: 0,
      connectTimeout: 10_000,
      keepalive: 30,
      queueQoSZero: false,
      resubscribe: false,
      will: { topic: topics.status(box), payload: Buffer.from(this.#status('offline')), qos: 1, retain: true },
      ...(tls && { ca: readFileSync(tls.ca), cert: readFileSync(tls.cert), key: readFileSync(tls.key) }),
    };
  }

  #status(state: BoxStatus['state']): string {
    const { box, version } = this.#config;
    const status: BoxStatus = { box, state, epoch: this.#source.epoch, version, since: utcText(this.#clock.utcMs()) };
    return JSON.stringify(status);
  }

  #send(): void {
    const now = this.#clock.now();
    const pending = this.#source.pending(WINDOW);
    const waiting = new Set(pending.map(({ epoch, seq }) => `${epoch}/${seq}`));
    for (const key of this.#sentAt.keys()) if (!waiting.has(key)) this.#sentAt.delete(key);
    for (const { epoch, seq, schema, payload } of pending) {
      const key = `${epoch}/${seq}`;
      const sent = this.#sentAt.get(key);
      if (sent !== undefined && now - sent < this.#config.resendMs) continue;
      this.#sentAt.set(key, now);
      this.#client?.publish(topics.event(this.#config.box, schema), payload, { qos: 1 });
    }
  }

  #hear(payload: Buffer): void {
    let ack: unknown;
    try {
      ack = JSON.parse(payload.toString('utf8'));
    } catch {
      ack = undefined;
    }
    const [problem] = problemsOf(Ack, ack);
    if (problem) {
      this.#log.warn({ code: 'BAD_ACK', ...problem }, 'the collector sent an acknowledgement we cannot read');
      return;
    }
    this.#lastWordMs = this.#clock.now();
    const gone = this.#source.confirm(ack as Ack);
    for (const { code, reason } of (ack as Ack).rejected) {
      this.#log.error({ code: 'EVENT_REJECTED', why: code, reason }, 'the centre refused an event; it is kept aside');
    }
    if (gone > 0) this.#send();
  }

  #drop(reason: string): void {
    const client = this.#client;
    if (client === undefined) return;
    this.#client = undefined;
    this.#ready = false;
    this.#sentAt.clear();
    const waitMs = backoffMs(this.#failures, BACKOFF, Math.random());
    this.#failures += 1;
    this.#nextTryMs = this.#clock.now() + waitMs;
    this.#log.warn({ code: 'UPLINK_DOWN', reason, retryInMs: waitMs }, 'uplink down');
    client.removeAllListeners();
    client.on('error', () => undefined);
    client.end(true);
  }

  #goodbye(): void {
    const client = this.#client;
    if (client === undefined) return;
    this.#client = undefined;
    this.#ready = false;
    client.publish(topics.status(this.#config.box), this.#status('offline'), { qos: 1, retain: true });
    client.end(false);
  }
}
