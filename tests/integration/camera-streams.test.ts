import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  startSimulatedCamera,
  type SimulatedCamera,
  type SimulatedOptions,
} from '../../edge-agent/src/simulate/simulated-camera.ts';
import { freePort, root } from '../support/programs.ts';
import { until, watchStream, type WatchedStream } from '../support/watch-stream.ts';

const video = join(root, 'tests/fixtures/rendered/demo.mp4');
const secret = { user: 'giam-sat', password: 'mat khau/@:?#1' };
const running: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});

async function camera(options: SimulatedOptions = {}): Promise<SimulatedCamera> {
  const started = await startSimulatedCamera(video, options);
  running.push(started);
  return started;
}

function watch(...args: Parameters<typeof watchStream>): WatchedStream {
  const watched = watchStream(...args);
  running.push(watched);
  return watched;
}

describe('pictures come', () => {
  test.each([
    ['H.264 over TCP, no password', {}, {}],
    ['H.264 over TCP, digest', { credentials: secret }, secret],
    ['H.264 over TCP, basic', { credentials: secret, gate: 'basic' }, secret],
    ['H.264 over UDP, digest', { credentials: secret }, { ...secret, transport: 'udp' }],
    ['H.265', { main: { codec: 'hevc', height: 240 } }, {}],
    ['MJPEG', { main: { codec: 'mjpeg', height: 240 } }, {}],
  ] as const)('%s', async (_, options, wish) => {
    const { url } = await camera(options);
    const stream = watch(url, wish);
    await until('ten frames', () => stream.stamps.length >= 10 && stream.bytes() >= 10 * 160 * 96 * 3);
    const steps = stream.stamps
      .slice(1, 10)
      .map(({ seconds }, i) => seconds - (stream.stamps[i]?.seconds ?? 0));
    for (const step of steps) expect(Math.abs(step - 0.2)).toBeLessThan(0.13);
    expect(stream.health()).toMatchObject({ state: 'up', restarts: 0 });
  });

  test.each([
    ['as it is', {}],
    ['encoded anew', { main: { height: 240 } }],
  ] as const)('a recording %s goes on from its beginning without a break', async (_, options) => {
    const short = join(mkdtempSync(join(tmpdir(), 'vamco-loop-')), 'two-seconds.mp4');
    execFileSync('ffmpeg', ['-v', 'error', '-i', video, '-t', '2', '-c', 'copy', short]);
    const started = await startSimulatedCamera(short, options);
    running.push(started);
    const stream = watch(started.url);
    await until('seven seconds', () => (stream.stamps.at(-1)?.seconds ?? 0) > 7);
    const steps = stream.stamps.slice(1).map(({ seconds }, i) => seconds - (stream.stamps[i]?.seconds ?? 0));
    expect(Math.max(...steps)).toBeLessThan(0.6);
    expect(stream.health()).toMatchObject({ state: 'up', restarts: 0 });
  });

  test('through the processor when the hardware decoder is missing, and it is said once', async () => {
    const { url } = await camera();
    const stream = watch(url, { acceleration: 'cuda' });
    await until('a frame', () => stream.stamps.length > 0, 25_000);
    expect(stream.log.filter((line) => line.includes('NO_HARDWARE_DECODER'))).toHaveLength(1);
  });
});

describe('each wrong address has its own reason', () => {
  async function reasonOf(...args: Parameters<typeof watchStream>): Promise<string | undefined> {
    const stream = watch(...args);
    await until('a reason', () => stream.health().state === 'down', 15_000);
    return stream.health().reason;
  }

  test('a wrong password', async () => {
    const { url } = await camera({ credentials: secret });
    expect(await reasonOf(url, { ...secret, password: 'wrong' })).toBe('auth');
    expect(await reasonOf(url)).toBe('auth');
  });

  test('a wrong path', async () => {
    const { url } = await camera();
    expect(await reasonOf(url.replace('live', 'nothing'))).toBe('not-found');
  });

  test('a wrong port', async () => {
    expect(await reasonOf(`rtsp://127.0.0.1:${await freePort()}/live`)).toBe('refused');
  });

  test('a name that nobody knows', async () => {
    expect(await reasonOf('rtsp://khong-co.invalid/live')).toBe('no-name');
  });

  test.each([
    ['a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'not-rtsp'],
    ['a mail server', '220 mail ready\r\n', 'not-rtsp'],
    ['nothing that answers', '', 'no-answer'],
  ])('%s', async (_, greeting, reason) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      if (greeting !== '') socket.write(greeting);
    }).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    try {
      expect(await reasonOf(`rtsp://127.0.0.1:${(server.address() as AddressInfo).port}/live`)).toBe(reason);
    } finally {
      server.close();
    }
  });
});

describe('a camera that hangs or goes away', () => {
  test('is cut off by the age of its frames, and comes back', async () => {
    const one = await camera();
    const stream = watch(one.url);
    await until('frames', () => stream.stamps.length > 3);
    one.freeze(true);
    await until('the stall is seen', () => stream.health().reason === 'stalled', 15_000);
    one.freeze(false);
    const before = stream.stamps.length;
    await until('frames again', () => stream.stamps.length > before + 3, 10_000);
  });

  test('is back within seconds of its port, however long it was away', async () => {
    const port = await freePort();
    const stream = watch(`rtsp://127.0.0.1:${port}/live`);
    await until('several failures', () => stream.health().restarts >= 3, 15_000);
    await camera({ rtspPort: port });
    const began = performance.now();
    await until('a frame', () => stream.stamps.length > 0, 12_000);
    expect(performance.now() - began).toBeLessThan(8_000);
  });
});

test('a decoder that keeps up is never thought to be behind', { timeout: 40_000 }, async () => {
  const stream = watch((await camera()).url);
  // After ten seconds of the stream whoever is three behind lets pictures go.
  await until('sixteen seconds', () => (stream.stamps.at(-1)?.seconds ?? 0) > 16, 30_000);
  expect(stream.letGoS()).toBe(0);
});

test('no password is in the log or in the arguments of any process', async () => {
  const { url } = await camera({ credentials: secret });
  const good = watch(url, secret);
  const bad = watch(url, { ...secret, password: `${secret.password}x` });
  await until('frames', () => good.stamps.length > 2);
  await until('a refusal', () => bad.health().reason === 'auth');
  const words = [secret.password, encodeURIComponent(secret.password), encodeURI(secret.password)];
  const holds = (text: string) => words.some((word) => text.includes(word));
  expect(good.log.length).toBeGreaterThan(0);
  expect([...good.log, ...bad.log].filter(holds)).toEqual([]);
  const running = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const lines = running.map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  });
  expect(lines.some((line) => line.includes('ffmpeg') && line.includes('rtsp://127.0.0.1'))).toBe(true);
  expect(lines.filter(holds)).toEqual([]);
});
