import { createServer, type AddressInfo, type Server } from 'node:net';
import { brokerProof, topics } from '@vamco/contracts';
import { Aedes, type AedesPublishPacket, type Client } from 'aedes';
import type { Logger } from 'pino';
import { isSignedBy } from '../auth/box-proof.ts';
import { CentralError } from '../errors.ts';
import type { Collector } from './collector.ts';

/**
 * A broker inside the centre for small sites and tests. Boxes prove themselves with their key and may only
 * use their own topics. It answers PUBACK before anything is stored, which is why only the collector's own
 * acknowledgement counts.
 */
export class EmbeddedBroker {
  readonly #aedes: Aedes;
  readonly #server: Server;

  private constructor(aedes: Aedes, server: Server) {
    this.#aedes = aedes;
    this.#server = server;
  }

  static async open(parts: {
    host: string;
    port: number;
    collector: Collector;
    publicKeyOf: (box: string) => string | undefined;
    log: Logger;
  }): Promise<EmbeddedBroker> {
    const { host, port, collector, publicKeyOf, log } = parts;
    const aedes = await Aedes.createBroker({ heartbeatInterval: 30_000, concurrency: 100 });
    const boxes = new WeakMap<Client, string>();
    aedes.authenticate = (client, username, password, done) => {
      const box = username ?? '';
      const publicKey = publicKeyOf(box);
      const proof = password?.toString() ?? '';
      const known = publicKey !== undefined && isSignedBy(publicKey, Buffer.from(brokerProof(box)), proof);
      if (known) boxes.set(client, box);
      else log.warn({ box }, 'a stranger was turned away by the broker');
      done(null, known);
    };
    aedes.authorizePublish = (client, packet, done) => {
      const own = client === null || isUnder(packet.topic, topics.boxUp(boxes.get(client) ?? ''));
      // Only a status is worth keeping: retained events would pile up in memory.
      if (client !== null && !packet.topic.endsWith('/up/status')) packet.retain = false;
      done(own ? null : new Error('not your topic'));
    };
    // A box that comes under the client id of another would inherit its subscriptions.
    aedes.authorizeForward = (client, packet) =>
      isUnder(packet.topic, topics.boxDown(boxes.get(client) ?? '')) ? packet : null;
    aedes.authorizeSubscribe = (client, subscription, done) => {
      const own = isUnder(subscription.topic, topics.boxDown(boxes.get(client) ?? ''));
      done(null, own ? subscription : null);
    };
    const deliver = (packet: AedesPublishPacket, done: () => void) => {
      collector.receive(packet.topic, Buffer.from(packet.payload)).then(done, done);
    };
    aedes.subscribe(topics.allEvents, deliver, () => undefined);
    aedes.subscribe(topics.allStatus, deliver, () => undefined);
    collector.publish = (topic, payload) => {
      aedes.publish({ cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false }, () => undefined);
    };
    const server = createServer(aedes.handle);
    await listen(server, port, host);
    collector.isConnected = () => server.listening;
    return new EmbeddedBroker(aedes, server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#aedes.close(resolve);
    });
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Is the topic inside `prefix/#`? */
function isUnder(topic: string, pattern: string): boolean {
  return topic.startsWith(pattern.slice(0, -1));
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: Error & { code?: string }) => {
      const reason =
        cause.code === 'EADDRINUSE'
          ? `port ${port} is in use; choose another with --mqtt-port`
          : cause.message;
      reject(new CentralError(reason, { cause }));
    });
    server.listen(port, host, resolve);
  });
}
