import type { KeyObject } from 'node:crypto';
import { topics } from '@vamco/contracts';
import { connect, type MqttClient } from 'mqtt';
import type { Outbox } from '../../edge-agent/src/outbox/outbox.ts';
import { clientOptions } from '../../edge-agent/src/uplink/client-options.ts';
import type { UplinkConfig } from '../../edge-agent/src/uplink/uplink.ts';

/**
 * What many do: an event is deleted once the broker said PUBACK. Only here, to show that the test which
 * kills programs would notice the difference.
 */
export class PubackUplink {
  readonly #config: UplinkConfig;
  readonly #outbox: Outbox;
  readonly #key: KeyObject;
  readonly #inFlight = new Set<number>();
  #client: MqttClient | undefined;

  constructor({ config, source, key }: { config: UplinkConfig; source: Outbox; key: KeyObject }) {
    this.#config = config;
    this.#outbox = source;
    this.#key = key;
  }

  start(): void {
    this.#client = connect(this.#config.broker, {
      ...clientOptions(this.#config, this.#key, ''),
      reconnectPeriod: 300,
    });
    this.#client.on('error', () => undefined);
    setInterval(() => {
      this.wake();
    }, 100);
  }

  wake(): void {
    if (this.#client?.connected !== true) return;
    for (const { epoch, seq, schema, payload } of this.#outbox.pending(32)) {
      if (this.#inFlight.has(seq)) continue;
      this.#inFlight.add(seq);
      this.#client.publish(topics.event(this.#config.box, schema), payload, { qos: 1 }, (error) => {
        this.#inFlight.delete(seq);
        if (error) return;
        const holes = seq > 1 ? [[1, seq - 1]] : [];
        this.#outbox.confirm({ box: this.#config.box, epoch, upTo: seq, holes, rejected: [] });
      });
    }
  }
}
