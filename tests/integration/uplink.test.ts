import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { topics, type Ack, type ClipRequest } from '@vamco/contracts';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Collector } from '../../central/src/ingest/collector.ts';
import { EmbeddedBroker } from '../../central/src/ingest/embedded-broker.ts';
import { systemClock } from '../../edge-agent/src/base/clock.ts';
import { Uplink, type EventSource } from '../../edge-agent/src/uplink/uplink.ts';

/*
 * The real uplink and the real embedded broker; outbox and collector are lists in memory, so that the
 * collector can be made deaf.
 */
const box = 'box-1';
const epoch = '0'.repeat(16);
const log = pino({ level: 'silent' });
const { privateKey } = generateKeyPairSync('ed25519');
const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();

class FakeOutbox implements EventSource {
  readonly epoch = epoch;
  #rows: Awaited<ReturnType<EventSource['pending']>> = [];

  put(seq: number): void {
    this.#rows.push({ epoch, seq, schema: 'passage.recorded.v1', payload: String(seq) });
  }
  pending(limit: number) {
    return this.#rows.slice(0, limit);
  }
  confirm({ upTo }: Ack): number {
    const before = this.#rows.length;
    this.#rows = this.#rows.filter(({ seq }) => seq > upTo);
    return before - this.#rows.length;
  }
  get size(): number {
    return this.#rows.length;
  }
}

/** Hears events and states; acknowledges when told to. */
class FakeCollector {
  publish: (topic: string, payload: string) => void = () => undefined;
  readonly heard: number[] = [];
  readonly states: string[] = [];
  answers = true;

  receive(topic: string, payload: Buffer): Promise<void> {
    if (topic === topics.status(box))
      this.states.push((JSON.parse(payload.toString()) as { state: string }).state);
    else this.#event(Number(payload.toString()));
    return Promise.resolve();
  }
  #event(seq: number): void {
    this.heard.push(seq);
    const ack: Ack = { box, epoch, upTo: Math.max(...this.heard), holes: [], rejected: [] };
    if (this.answers) this.publish(topics.ack(box), JSON.stringify(ack));
  }
}

let outbox: FakeOutbox;
let collector: FakeCollector;
let broker: EmbeddedBroker;
let stop: AbortController;

beforeEach(async () => {
  outbox = new FakeOutbox();
  collector = new FakeCollector();
  broker = await openBroker(0);
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await broker.close();
});

test('an event is on its way at once, and gone when the collector spoke for it', async () => {
  const uplink = startUplink();
  await until(() => collector.states.includes('online'));
  const began = performance.now();
  outbox.put(1);
  uplink.wake();
  await until(() => outbox.size === 0);
  expect(performance.now() - began).toBeLessThan(1000);
  expect(collector.heard).toEqual([1]);
});

test('without the collector’s word no more than 32 events are in flight, and they are sent again', async () => {
  collector.answers = false;
  for (let seq = 1; seq <= 100; seq += 1) outbox.put(seq);
  startUplink({ resendMs: 1_000 });
  await until(() => collector.heard.length >= 32);
  await sleep(300);
  expect(collector.heard).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
  await until(() => collector.heard.length >= 64);
  collector.answers = true;
  await until(() => outbox.size === 0);
});

test('a collector that went deaf gets a new connection, and everything', async () => {
  collector.answers = false;
  outbox.put(1);
  startUplink({ deafMs: 1_000 });
  await until(() => collector.states.filter((state) => state === 'online').length >= 2);
  expect(outbox.size).toBe(1);
  collector.answers = true;
  await until(() => outbox.size === 0);
});

test('after a long quiet time the connection is still good', async () => {
  const uplink = startUplink({ deafMs: 700 });
  await until(() => collector.states.includes('online'));
  await sleep(1_200);
  outbox.put(1);
  uplink.wake();
  await until(() => outbox.size === 0);
  expect(collector.states).toEqual(['online']);
});

test('a broker that comes back is found again; a box that stops says so', async () => {
  startUplink();
  await until(() => collector.states.includes('online'));
  const { port } = broker;
  await broker.close();
  outbox.put(1);
  broker = await openBroker(port);
  await until(() => outbox.size === 0);
  stop.abort();
  await until(() => collector.states.at(-1) === 'offline');
});

test('a request for a clip is handed over; what is not one is left aside, and the connection is still good', async () => {
  const requests: ClipRequest[] = [];
  startUplink({}, (request) => requests.push(request));
  await until(() => collector.states.includes('online'));
  const id = '019ab0a1-1111-7abc-8def-0123456789ab';
  const request = { box, id, case: id, manifest: 'a'.repeat(64), at: '2026-11-26T01:02:03.456Z' };
  const forged = [
    { ...request, manifest: '../../box.key.pem' },
    { ...request, file: '/etc/passwd' },
    [request],
  ];
  const bad = ['no JSON', ...forged.map((one) => JSON.stringify(one)), JSON.stringify(request).padEnd(2_000)];
  for (const payload of [...bad, JSON.stringify(request)])
    collector.publish(topics.clipRequest(box), payload);
  await until(() => requests.length > 0);
  expect(requests).toEqual([request]);
  expect(collector.states).toEqual(['online']);
});

function startUplink(
  options: { resendMs?: number; deafMs?: number } = {},
  onClipRequest: (request: ClipRequest) => void = () => undefined,
): Uplink {
  const config = {
    box,
    version: 'test',
    broker: `mqtt://127.0.0.1:${broker.port}`,
    tls: undefined,
    resendMs: 30_000,
    deafMs: 90_000,
    maxBackoffMs: 1_000,
    ...options,
  };
  const uplink = new Uplink({
    config,
    source: outbox,
    key: privateKey,
    clock: systemClock,
    log,
    onClipRequest,
  });
  uplink.start(stop.signal);
  return uplink;
}

function openBroker(port: number): Promise<EmbeddedBroker> {
  const publicKeyOf = (name: string) => (name === box ? publicKey : undefined);
  return EmbeddedBroker.open({
    host: '127.0.0.1',
    port,
    collector: collector as unknown as Collector,
    publicKeyOf,
    log,
  });
}

async function until(condition: () => boolean): Promise<void> {
  for (let waits = 0; waits < 600 && !condition(); waits += 1) await sleep(25);
  expect(condition()).toBe(true);
}
