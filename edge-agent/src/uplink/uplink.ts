import type { KeyObject } from 'node:crypto';
import { topics, type Ack, type BoxStatus, type ClipRequest } from '@vamco/contracts';
import { connect, type MqttClient } from 'mqtt';
import { backoffMs } from '../base/backoff.ts';
import { utcText, type Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import { clientOptions } from './client-options.ts';
import { readAck, readClipRequest } from './from-centre.ts';
import { SendingWindow } from './sending-window.ts';
import { keepPoolSmall } from './small-pool.ts';

/** Events in flight without the collector's word. */
const WINDOW = 32;
const TICK_MS = 250;
/** From the first packet to a granted subscription; mqtt.js gives up on the connection itself after 10 s. */
const CONNECT_MS = 20_000;
/** A connection that lived this long was a good one: the next failure starts the back-off anew. */
const GOOD_MS = 30_000;

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
  /** Build a new client when events are in flight and nobody spoke for this long. */
  deafMs: number;
  /** Longest wait between two tries; 60 s when left out. */
  maxBackoffMs?: number;
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
  readonly #onClipRequest: (request: ClipRequest) => void;
  readonly #window: SendingWindow;
  #client: MqttClient | undefined;
  #ready = false;
  #failures = 0;
  #connectingSinceMs = 0;
  #nextTryMs = 0;

  constructor(parts: {
    config: UplinkConfig;
    source: EventSource;
    key: KeyObject;
    clock: Clock;
    log: Logger;
    /** The centre asks for a clip; left out by boxes without any. */
    onClipRequest?: (request: ClipRequest) => void;
  }) {
    this.#config = parts.config;
    this.#window = new SendingWindow(parts.config);
    this.#source = parts.source;
    this.#key = parts.key;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#onClipRequest = parts.onClipRequest ?? (() => undefined);
  }

  /** Connects, and connects again for ever, until aborted. */
  start(signal: AbortSignal): void {
    keepPoolSmall();
    const timer = setInterval(() => {
      this.#supervise();
    }, TICK_MS);
    const stop = () => {
      clearInterval(timer);
      this.#goodbye();
    };
    signal.addEventListener('abort', stop, { once: true });
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
    if (!this.#ready) {
      if (now - this.#connectingSinceMs > CONNECT_MS) this.#drop('the broker does not answer');
      return;
    }
    this.#send();
    if (this.#window.isDeaf(now)) this.#drop('the collector has not answered');
  }

  #connect(): void {
    const { box, broker } = this.#config;
    this.#connectingSinceMs = this.#clock.now();
    let client: MqttClient;
    try {
      client = connect(broker, clientOptions(this.#config, this.#key, this.#status('offline')));
    } catch (error) {
      // A certificate file that cannot be read: the technician may be replacing it right now.
      this.#retryLater(error instanceof Error ? error.message : String(error));
      return;
    }
    this.#client = client;
    // A client that was dropped may still say things; they must reach neither the outbox nor its successor.
    const isCurrent = () => this.#client === client;
    client.on('connect', () => {
      client.subscribe([topics.ack(box), topics.clipRequest(box)], { qos: 1 }, (error) => {
        if (!isCurrent()) return;
        if (error) this.#drop(error.message);
        else this.#begin(client);
      });
    });
    client.on('message', (topic, payload) => {
      if (!isCurrent()) return;
      if (topic !== topics.clipRequest(box)) {
        this.#hear(payload);
        return;
      }
      const request = readClipRequest(payload, this.#log);
      if (request) this.#onClipRequest(request);
    });
    client.on('error', (error) => {
      if (isCurrent()) this.#drop(error.message);
    });
    client.on('close', () => {
      if (isCurrent()) this.#drop('connection closed');
    });
  }

  #begin(client: MqttClient): void {
    const { box, broker } = this.#config;
    this.#log.info({ broker }, 'uplink up');
    client.publish(topics.status(box), this.#status('online'), { qos: 1, retain: true });
    this.#ready = true;
    this.#send();
  }

  #status(state: BoxStatus['state']): string {
    const { box, version } = this.#config;
    const status: BoxStatus = {
      box,
      state,
      epoch: this.#source.epoch,
      version,
      since: utcText(this.#clock.utcMs()),
    };
    return JSON.stringify(status);
  }

  #send(): void {
    const { box } = this.#config;
    for (const { schema, payload } of this.#window.due(this.#source.pending(WINDOW), this.#clock.now()))
      this.#client?.publish(topics.event(box, schema), payload, { qos: 1 });
  }

  #hear(payload: Buffer): void {
    const ack = readAck(payload, this.#log);
    if (ack === undefined) return;
    this.#window.heard(this.#clock.now());
    this.#failures = 0;
    const gone = this.#confirm(ack);
    for (const { code, reason } of ack.rejected) {
      this.#log.error(
        { code: 'EVENT_REJECTED', why: code, reason },
        'the centre refused an event; it is kept aside',
      );
    }
    if (gone > 0 && this.#ready) this.#send();
  }

  #confirm(ack: Ack): number {
    try {
      return this.#source.confirm(ack);
    } catch (error) {
      // A full disk: the rows stay, are sent again, and the next acknowledgement speaks for them too.
      this.#log.error(
        { code: 'OUTBOX_BROKEN', reason: String(error) },
        'an acknowledgement could not be kept',
      );
      return 0;
    }
  }

  #drop(reason: string): void {
    const client = this.#letGo();
    if (client === undefined) return;
    if (this.#clock.now() - this.#connectingSinceMs > GOOD_MS) this.#failures = 0;
    this.#retryLater(reason);
    client.end(true);
  }

  #retryLater(reason: string): void {
    const retryInMs = backoffMs(
      this.#failures,
      { baseMs: 1_000, maxMs: this.#config.maxBackoffMs ?? 60_000 },
      Math.random(),
    );
    this.#failures += 1;
    this.#nextTryMs = this.#clock.now() + retryInMs;
    this.#log.warn({ code: 'UPLINK_DOWN', reason, retryInMs }, 'uplink down');
  }

  #goodbye(): void {
    const wasReady = this.#ready;
    const client = this.#letGo();
    if (client === undefined) return;
    if (wasReady)
      client.publish(topics.status(this.#config.box), this.#status('offline'), { qos: 1, retain: true });
    client.end(!wasReady);
  }

  #letGo(): MqttClient | undefined {
    const client = this.#client;
    this.#client = undefined;
    this.#ready = false;
    this.#window.clear();
    return client;
  }
}
