import { sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brokerProof, topics } from '@vamco/contracts';
import { Store, type IClientOptions } from 'mqtt';

interface Identity {
  box: string;
  tls: { ca: string; cert: string; key: string } | undefined;
}

/**
 * How a box comes to the broker: its name, a proof by its key (the embedded broker checks it), and its
 * certificates where the site has them (Mosquitto goes by those). MQTT 3.1.1, which both brokers speak.
 */
export function clientOptions({ box, tls }: Identity, key: KeyObject, offline: string): IClientOptions {
  return {
    clientId: `box-${box}`,
    username: box,
    password: sign(null, Buffer.from(brokerProof(box)), key).toString('base64'),
    protocolVersion: 4,
    // The outbox is the memory; a session at the broker would only send old acknowledgements again.
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: 10_000,
    keepalive: 30,
    queueQoSZero: false,
    resubscribe: false,
    // Not emptied when the client is thrown away: mqtt.js 5.16 stumbles over a PUBACK after that and ends the program.
    outgoingStore: new Store({ clean: false }),
    will: { topic: topics.status(box), payload: Buffer.from(offline), qos: 1, retain: true },
    ...(tls && { ca: readFileSync(tls.ca), cert: readFileSync(tls.cert), key: readFileSync(tls.key) }),
  };
}
