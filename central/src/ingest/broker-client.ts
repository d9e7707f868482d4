import { readFileSync } from 'node:fs';
import { topics } from '@vamco/contracts';
import { connect, type MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import type { Collector } from './collector.ts';

export interface BrokerAddress {
  url: string;
  username?: string | undefined;
  passwordFile?: string | undefined;
  ca?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
}

/**
 * The collector at a broker of its own, as Mosquitto. The PUBACK is held until the commit, so the broker
 * keeps what we could not store; a lost connection is built anew for ever.
 */
export class BrokerClient {
  readonly #client: MqttClient;

  constructor(address: BrokerAddress, collector: Collector, log: Logger) {
    const { url, username, passwordFile, ca, cert, key } = address;
    const client = connect(url, {
      clientId: 'vamco-collector',
      clean: false,
      protocolVersion: 5,
      properties: { sessionExpiryInterval: 3600 },
      reconnectPeriod: 1_000,
      connectTimeout: 10_000,
      keepalive: 30,
      queueQoSZero: false,
      ...(username !== undefined && { username }),
      ...(passwordFile !== undefined && { password: readFileSync(passwordFile, 'utf8').trim() }),
      ...(ca !== undefined && { ca: readFileSync(ca) }),
      ...(cert !== undefined && { cert: readFileSync(cert) }),
      ...(key !== undefined && { key: readFileSync(key) }),
    });
    this.#client = client;
    client.handleMessage = (packet, done) => {
      const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload);
      collector.receive(packet.topic, payload).then(
        () => {
          done();
        },
        (error: unknown) => {
          done(error instanceof Error ? error : new Error(String(error)));
        },
      );
    };
    client.on('connect', () => {
      log.info({ broker: url }, 'collector at the broker');
      client.subscribe([topics.allEvents, topics.allStatus], { qos: 1 });
    });
    client.on('error', (error) => {
      log.warn({ reason: error.message }, 'broker unreachable; trying again');
    });
    collector.publishAck = (topic, payload) => {
      if (client.connected) client.publish(topic, payload, { qos: 1 });
    };
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}
