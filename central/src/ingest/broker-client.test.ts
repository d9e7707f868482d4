import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { topics } from '@vamco/contracts';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { BrokerClient } from './broker-client.ts';
import type { Collector } from './collector.ts';

/* The few packets of MQTT 5 that are said here, byte by byte. */
const [CONNECT, PUBLISH, SUBSCRIBE] = [0x10, 0x32, 0x82];
const connack = Buffer.from([0x20, 3, 0, 0, 0]);
const suback = (id: Buffer) => Buffer.concat([Buffer.from([0x90, 5]), id, Buffer.from([0, 1, 1])]);
const puback = (id: Buffer) => Buffer.concat([Buffer.from([0x40, 2]), id]);
const event = Buffer.from(topics.event('box-01', 'passage.recorded.v1'));
const publish = (id: number) =>
  Buffer.concat([
    Buffer.from([PUBLISH, 2 + event.length + 3, 0, event.length]),
    event,
    Buffer.from([0, id, 0]),
  ]);

const open: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

test.each(['fails', 'succeeds'])(
  'a line that breaks during a commit that %s: what the old line still held ends nobody, a new one is there',
  async (how) => {
    const connections: Socket[] = [];
    const server = createServer((socket) => {
      connections.push(socket);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(server);
    let commit: { succeeds: () => void; fails: (error: Error) => void } | undefined;
    const collector = {
      receive: () => new Promise<void>((succeeds, fails) => (commit = { succeeds, fails })),
      publish: (() => undefined) as Collector['publish'],
      isConnected: () => false,
    };
    const { port } = server.address() as AddressInfo;
    const address = { url: `mqtt://127.0.0.1:${port}` };
    open.push(new BrokerClient(address, collector as unknown as Collector, pino({ level: 'silent' })));

    const socket = await numbered(connections, 1);
    await packet(socket, CONNECT);
    socket.write(connack);
    socket.write(suback((await packet(socket, SUBSCRIBE)).subarray(2, 4)));
    await expect.poll(() => collector.isConnected()).toBe(true);
    collector.publish(topics.ack('box-01'), '{}');
    const told = await packet(socket, PUBLISH);
    const topicEnd = 4 + told.readUInt16BE(2);
    // An event, then in a packet of the network of its own the confirmation of what a box was told.
    socket.write(publish(7));
    await expect.poll(() => commit).toBeDefined();
    socket.write(puback(told.subarray(topicEnd, topicEnd + 2)));
    socket.end();
    await expect.poll(() => collector.isConnected()).toBe(false);
    await new Promise((later) => setImmediate(later));
    if (how === 'fails') commit?.fails(new Error('the disk hangs'));
    else commit?.succeeds();

    await numbered(connections, 2);
  },
);

/** Waits for the connection of that number. */
async function numbered(connections: Socket[], count: number): Promise<Socket> {
  await expect.poll(() => connections.length, { timeout: 5_000 }).toBe(count);
  return connections[count - 1] as Socket;
}

/** Waits for a packet of the client that begins so; each comes in a chunk of its own. */
async function packet(socket: Socket, first: number): Promise<Buffer> {
  for (;;) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    if (chunk[0] === first) return chunk;
  }
}
