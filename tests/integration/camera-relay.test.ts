import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { RtspClient } from '../../edge-agent/src/camera/rtsp/rtsp-client.ts';
import { RtspRelay } from '../../edge-agent/src/camera/rtsp/rtsp-relay.ts';
import { startSimulatedCamera } from '../../edge-agent/src/simulate/simulated-camera.ts';
import { root } from '../support/programs.ts';
import { until } from '../support/watch-stream.ts';

const running: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

const targetOf = (url: string) => {
  const pinned = { host: '127.0.0.1', ip: '127.0.0.1', port: Number(new URL(url).port) };
  return { url, pinned, credentials: undefined, transport: 'tcp' as const };
};

async function relayFor(
  readers: number,
  onPicture: (stampS: number) => void = () => undefined,
): Promise<RtspRelay> {
  const camera = await startSimulatedCamera(join(root, 'tests/fixtures/rendered/demo.mp4'), { main: {} });
  running.push(() => camera.stop());
  const nothing = () => undefined;
  const quiet = { onPicture, onCameraClock: nothing, onLetGo: nothing, onEnd: nothing };
  const relay = await RtspRelay.open(targetOf(camera.url), quiet, readers);
  running.push(() => {
    relay.close();
  });
  return relay;
}

/** Reads as ffmpeg would; the packets as text. */
async function read(relay: RtspRelay, url = relay.url): Promise<string[]> {
  const packets: string[] = [];
  const client = new RtspClient(targetOf(url), {
    onPacket: (_channel, bytes) => packets.push(bytes.toString('base64')),
    onEnd: () => undefined,
  });
  running.push(() => {
    client.close();
  });
  await client.play(await client.describe());
  return packets;
}

test('a recorder that starts late gets the stream from its first packet, as the decoder did', async () => {
  const relay = await relayFor(2);
  const decoder = await read(relay);
  await until('packets', () => decoder.length > 20);
  await sleep(500);
  const recorder = await read(relay, relay.wholeUrl);
  await until('as many packets', () => recorder.length > 40);
  const common = Math.min(decoder.length, recorder.length);
  expect(recorder.slice(0, common)).toEqual(decoder.slice(0, common));
});

test('nobody but those who are expected gets anything', async () => {
  const relay = await relayFor(1);
  const decoder = await read(relay);
  await until('packets', () => decoder.length > 0);
  await expect(read(relay)).rejects.toThrow();
});

test('a decoder that hung misses pictures and no packet number, or it would wait for what was lost', async () => {
  let newestS = 0;
  const relay = await relayFor(1, (stampS) => {
    newestS = stampS;
  });
  const packets = await read(relay);
  // It reads all, and tells of no picture: after ten seconds nothing more is handed on.
  await until('ten seconds', () => newestS > 10.5);
  const [hungS, given] = [newestS, packets.length];
  await sleep(1_000);
  expect(packets).toHaveLength(given);
  // It goes on, and tells of each picture that it was given.
  for (let tick = 0; tick <= hungS * 12.5; tick += 1) relay.decoded(tick / 12.5);
  await until('it goes on', () => packets.length > given + 20);
  const numbers = packets.map((packet) => Buffer.from(packet, 'base64').readUInt16BE(2));
  const steps = numbers.slice(1).map((number, index) => (number - (numbers[index] ?? 0)) & 0xffff);
  expect(steps.every((step) => step === 1)).toBe(true);
});
