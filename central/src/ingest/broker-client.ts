import { readFileSync } from 'node:fs';
import { topics } from '@vamco/contracts';
import { connect, Store, type IClientOptions, type MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import { CentralError } from '../errors.ts';
import type { Collector } from './collector.ts';

export interface BrokerAddress {
  url: string;
  username?: string | undefined;
  passwordFile?: string | undefined;
  ca?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
}

/** Longer than mqtt.js needs to give up on a connection by itself. */
const STUCK_MS = 30_000;
const RETRY_MS = 1_000;
/** mqtt.js 5.16 empties the store of a client that is thrown away, then stumbles over a late PUBACK and ends the program. */
const SURVIVES_ITS_CLIENT = { clean: false };

/**
 * The collector at a broker of its own, as Mosquitto. The PUBACK is held until the commit, so the broker
 * keeps what we could not store. After a failed commit or a lost connection the client is thrown away and
 * built anew, for ever: the broker then delivers again what we did not confirm. (Without that, its window of
 * unconfirmed messages stays full, and nothing arrives any more even once the disk is well.)
 */
export class BrokerClient {
  readonly #url: string;
  readonly #options: IClientOptions;
  readonly #collector: Collector;
  readonly #log: Logger;
  /** The living client; undefined between two of them. */
  #client: MqttClient | undefined;
  #ready = false;
  #timer: NodeJS.Timeout | undefined;
  #told = '';

  constructor(address: BrokerAddress, collector: Collector, log: Logger) {
    if (!/^mqtts?:\/\/[^\s/]/.test(address.url))
      throw new CentralError(`"${address.url}" is no broker: write mqtt://host:port or mqtts://host:port`);
    this.#url = address.url;
    this.#options = clientOptions(address);
    this.#collector = collector;
    this.#log = log;
    collector.isConnected = () => this.#ready;
    collector.publish = (topic, payload) => {
      if (this.#client?.connected) this.#client.publish(topic, payload, { qos: 1 });
    };
    this.#open();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    await client?.endAsync(true);
  }

  #open(): void {
    const client = connect(this.#url, { ...this.#options, outgoingStore: new Store(SURVIVES_ITS_CLIENT) });
    const fail = (reason: string) => {
      this.#restart(client, reason);
    };
    this.#client = client;
    this.#timer = setTimeout(fail, STUCK_MS, 'it does not answer');
    client.handleMessage = (packet, done) => {
      // What a client that was thrown away still holds comes again through the next one.
      if (client !== this.#client) return;
      const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload);
      this.#collector.receive(packet.topic, payload).then(
        () => {
          if (client === this.#client) done();
        },
        // Without a word to this client: it would go on with what it still holds, although it is thrown away.
        () => {
          fail('an event could not be stored');
        },
      );
    };
    client.on('connect', () => {
      client.subscribe([topics.allEvents, topics.allStatus], { qos: 1 }, (error, granted) => {
        if (error) fail(error.message);
        else if (granted?.some(({ qos }) => qos > 2)) fail('it refuses the subscription');
        else this.#welcome(client);
      });
    });
    client.on('error', (error) => {
      fail(error.message);
    });
    client.on('close', () => {
      fail('it closed the connection');
    });
  }

  #welcome(client: MqttClient): void {
    if (client !== this.#client) return;
    clearTimeout(this.#timer);
    this.#ready = true;
    this.#told = '';
    this.#log.info({ broker: this.#url }, 'collector at the broker');
  }

  #restart(client: MqttClient, reason: string): void {
    // A client that was thrown away already still reports its end.
    if (client !== this.#client) return;
    if (reason !== this.#told)
      this.#log.warn({ broker: this.#url, reason }, 'no broker; trying again for ever');
    this.#told = reason;
    this.#ready = false;
    this.#client = undefined;
    client.on('error', () => undefined);
    client.end(true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#open();
    }, RETRY_MS);
  }
}

function clientOptions({ username, passwordFile, ca, cert, key }: BrokerAddress): IClientOptions {
  return {
    clientId: 'vamco-collector',
    clean: false,
    protocolVersion: 5,
    properties: { sessionExpiryInterval: 3600 },
    // We build a new client ourselves: mqtt.js may stop trying (reliability notes 2.4).
    reconnectPeriod: 0,
    connectTimeout: 10_000,
    keepalive: 30,
    queueQoSZero: false,
    resubscribe: false,
    ...(username !== undefined && { username }),
    ...(passwordFile !== undefined && { password: read(passwordFile).toString('utf8').trim() }),
    ...(ca !== undefined && { ca: read(ca) }),
    ...(cert !== undefined && { cert: read(cert) }),
    ...(key !== undefined && { key: read(key) }),
  };
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new CentralError(`${file} cannot be read`, { cause });
  }
}
