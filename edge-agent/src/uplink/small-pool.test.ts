import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, expect, test } from 'vitest';
import { keepPoolSmall } from './small-pool.ts';

const usualPool = Buffer.poolSize;
afterEach(() => {
  Buffer.poolSize = usualPool;
});

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** Bytes of buffers that are held; what is garbage is swept a little later than it is collected. */
async function heldBytes(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    gc();
    await sleep(30);
  }
  return process.memoryUsage().arrayBuffers;
}

/** A broker that says yes once and then only listens. */
async function listeningBroker(): Promise<{ port: number; close: () => void }> {
  const server = createServer((socket) => {
    socket.once('data', () => socket.write(Buffer.from([0x20, 2, 0, 0])));
    socket.resume();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  return { port, close: () => server.close() };
}

/** Sends packets of as many lengths among other work; bytes of buffers that are held afterwards and were not before. */
async function heldAfter(client: MqttClient, shortest: number, count: number): Promise<number> {
  await client.publishAsync('t', Buffer.alloc(shortest));
  const before = await heldBytes();
  for (let more = 1; more <= count; more += 1) {
    await client.publishAsync('t', Buffer.alloc(shortest + more));
    // What else the program does with small buffers between two packets.
    for (let other = 0; other < 100; other += 1) Buffer.allocUnsafe(100);
  }
  return (await heldBytes()) - before;
}

test('a new length of packet costs no more than a small piece of memory', async () => {
  const broker = await listeningBroker();
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, { reconnectPeriod: 0 });
  try {
    // What this is for: without it each length holds eight kilobytes.
    expect(await heldAfter(client, 1_000, 200)).toBeGreaterThan(1_500_000);
    keepPoolSmall();
    expect(await heldAfter(client, 2_000, 200)).toBeLessThan(100_000);
  } finally {
    client.end(true);
    broker.close();
  }
});
