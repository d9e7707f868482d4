import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { discover } from '../../edge-agent/src/camera/onvif/discover.ts';
import { OnvifCamera } from '../../edge-agent/src/camera/onvif/onvif-camera.ts';
import {
  startSimulatedCamera,
  type SimulatedCamera,
  type SimulatedOptions,
} from '../../edge-agent/src/simulate/simulated-camera.ts';
import { freePort, root } from '../support/programs.ts';
import { until } from '../support/watch-stream.ts';

const video = join(root, 'tests/fixtures/rendered/demo.mp4');
const secret = { user: 'giam-sat', password: 'mat khau/@:?#1' };
const presets = [
  { token: 'p1', name: 'Cổng chính', position: { pan: 0, tilt: 0, zoom: 0 } },
  { token: 'p2', name: 'Ngã tư', position: { pan: 0.5, tilt: -0.2, zoom: 0.3 } },
];
const running: { stop: () => Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});

async function camera(onvif: SimulatedOptions['onvif'], credentials = secret): Promise<SimulatedCamera> {
  const started = await startSimulatedCamera(video, {
    credentials,
    onvif: { ...onvif },
    sub: { height: 240 },
  });
  running.push(started);
  return started;
}

function client(url: string | undefined, credentials: typeof secret | undefined = secret): OnvifCamera {
  const asked = new OnvifCamera(url ?? '', credentials);
  running.push({
    stop: () => {
      asked.close();
      return Promise.resolve();
    },
  });
  return asked;
}

describe.each(['message', 'http'] as const)('a camera that wants its password in the %s', (security) => {
  test('says what it is and where its streams are', async () => {
    const one = await camera({ security, presets });
    const device = await client(one.onvifUrl).describe();
    expect(device).toMatchObject({ manufacturer: 'VamCo', ptz: true, events: true });
    expect(device.profiles.map(({ streamUrl }) => streamUrl)).toEqual([one.url, one.subUrl]);
  });

  test('refuses a wrong one', async () => {
    const one = await camera({ security });
    await expect(client(one.onvifUrl, { ...secret, password: 'wrong' }).describe()).rejects.toMatchObject({
      reason: 'auth',
    });
  });
});

test('a clock that is wrong is measured to 200 ms, and passwords still pass', async () => {
  const one = await camera({ clockOffsetMs: -3_725_400 });
  const asked = client(one.onvifUrl);
  const { offsetMs, errMs } = await asked.clockOffset();
  expect(errMs).toBeLessThanOrEqual(200);
  expect(Math.abs(offsetMs + 3_725_400)).toBeLessThanOrEqual(errMs);
  expect((await asked.describe()).model).toBe('Simulated camera');
});

test('the head moves to a preset, takes its time, and says so', async () => {
  const one = await camera({ presets, moveMs: 1_000 });
  const asked = client(one.onvifUrl);
  expect(await asked.presets()).toEqual(presets);
  await asked.goTo('p2');
  expect((await asked.status()).moving).toBe(true);
  await until('it has arrived', () => one.head?.moving === false);
  expect(await asked.status()).toEqual({ moving: false, position: presets[1]?.position });
});

test('events and a still picture are fetched', async () => {
  const one = await camera({});
  one.raise('tns1:VideoSource/GlobalSceneChange/ImagingService', 'true');
  const asked = client(one.onvifUrl);
  expect(await asked.events()).toEqual([
    { topic: 'tns1:VideoSource/GlobalSceneChange/ImagingService', value: 'true' },
  ]);
  expect(await asked.events()).toEqual([]);
  expect((await asked.snapshot()).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
});

test('devices are found on the network', async () => {
  const one = await camera({ discovery: true });
  const found = await discover(1_000, ['127.0.0.1']);
  expect(found).toContainEqual({
    ...{ ip: '127.0.0.1', name: 'VamCo simulated', hardware: 'sim' },
    services: [one.onvifUrl],
  });
});

describe('each wrong address has its own sentence', () => {
  async function answering(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    running.push({
      stop: () => {
        server.closeAllConnections();
        return new Promise((done) => server.close(done));
      },
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test('nothing listens', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await expect(client(url).describe()).rejects.toMatchObject({ reason: 'refused' });
  });

  test('a printer', async () => {
    const url = await answering((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><h1>Máy in phòng 3</h1></html>');
    });
    await expect(client(url).describe()).rejects.toThrow(/printer/);
  });

  test('a device without a moving head', async () => {
    const one = await camera({});
    await expect(client(one.onvifUrl).presets()).rejects.toMatchObject({ reason: 'no-ptz' });
  });
});
