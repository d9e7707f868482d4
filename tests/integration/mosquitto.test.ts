import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '@vamco/contracts';
import { connect, type MqttClient } from 'mqtt';
import { expect, test } from 'vitest';
import { TestAuthority, type Certificate } from '../support/certificates.ts';
import { judge } from '../support/judge.ts';
import { startMosquitto } from '../support/mosquitto.ts';
import { kill } from '../support/programs.ts';
import { boxes, killAtRandom } from '../support/store-and-forward.ts';

const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 1e6));

test(
  'no event is lost or doubled over mutual TLS with Mosquitto, which is killed too',
  { timeout: 420_000 },
  async () => {
    const broker = await startMosquitto({ boxes });
    try {
      judge('mosquitto', await killAtRandom({ kills: 30, seed, broker }));
    } finally {
      broker.remove();
    }
  },
);

test('a box reaches its own topics only, and a stranger none', async () => {
  const { certificates, ...broker } = await startMosquitto({ boxes: ['box-a', 'box-b'] });
  const program = broker.start();
  const strangers = mkdtempSync(join(tmpdir(), 'vamco-strangers-'));
  const come = async (who: Certificate | undefined, username?: string): Promise<MqttClient> => {
    const files = who && { cert: readFileSync(who.cert), key: readFileSync(who.key) };
    const options = {
      ca: readFileSync(broker.ca),
      protocolVersion: 5,
      reconnectPeriod: 0,
      ...(username !== undefined && { username }),
    } as const;
    const client = connect(broker.url, { ...options, ...files });
    client.on('error', () => undefined);
    await new Promise<void>((welcome, refuse) => {
      client.once('connect', () => {
        welcome();
      });
      client.once('close', () => {
        refuse(new Error('turned away'));
      });
    });
    return client;
  };
  try {
    await untilOpen(new URL(broker.url).port);
    const collector = await come(certificates['vamco-collector']);
    // A name in the password is not looked at: the certificate says who this is.
    const a = await come(certificates['box-a'], 'box-b');
    const heard: string[] = [];
    for (const client of [collector, a])
      client.on('message', (topic) => heard.push(`${client === a ? 'a' : 'collector'} ${topic}`));
    await collector.subscribeAsync([topics.allEvents, topics.allStatus], { qos: 1 });
    await a.subscribeAsync('#', { qos: 1 });

    const event = (box: string) => topics.event(box, 'passage.recorded.v1');
    await a.publishAsync(event('box-a'), '1', { qos: 1 });
    await expect(a.publishAsync(event('box-b'), '1', { qos: 1 })).rejects.toThrow(/not authorized/i);
    await expect(a.publishAsync(topics.ack('box-a'), '1', { qos: 1 })).rejects.toThrow(/not authorized/i);
    await expect(collector.publishAsync(event('box-a'), '1', { qos: 1 })).rejects.toThrow(/not authorized/i);
    await collector.publishAsync(topics.ack('box-a'), '1', { qos: 1 });
    await collector.publishAsync(topics.ack('box-b'), '1', { qos: 1 });
    await sleep(500);
    expect(heard.sort()).toEqual([`a ${topics.ack('box-a')}`, `collector ${event('box-a')}`]);

    await expect(come(undefined)).rejects.toThrow('turned away');
    const foreign = new TestAuthority(strangers, 'other').issue('box-a', 'clientAuth');
    await expect(come(foreign)).rejects.toThrow('turned away');
    for (const client of [collector, a]) await client.endAsync(true);
  } finally {
    await kill(program);
    broker.remove();
    rmSync(strangers, { recursive: true });
  }
  expect(existsSync(broker.ca)).toBe(false);
});

async function untilOpen(port: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = connectTcp(Number(port), '127.0.0.1');
    const open = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (open) return;
    await sleep(50);
  }
  throw new Error('the broker did not start');
}
