import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import {
  startSimulatedCamera,
  type SimulatedOptions,
} from '../../edge-agent/src/simulate/simulated-camera.ts';
import { playWithGstreamer, startGstreamerServer } from '../support/gstreamer/gstreamer.ts';
import { root } from '../support/programs.ts';
import { until, watchStream, type WatchedStream } from '../support/watch-stream.ts';

const video = join(root, 'tests/fixtures/rendered/demo.mp4');
/** Others show it in their arguments: not the one that the tests of our own streams look for in all processes. */
const secret = { user: 'giam-sat', password: 'nguoi khac/@:?#2' };
const running: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});

async function kept<One extends { stop: () => Promise<void> }>(starting: One | Promise<One>): Promise<One> {
  const one = await starting;
  running.push(one);
  return one;
}

describe('our stream reads GStreamer’s RTSP server', () => {
  const inTime = (stream: WatchedStream) => {
    const steps = stream.stamps
      .slice(1, 10)
      .map(({ seconds }, i) => seconds - (stream.stamps[i]?.seconds ?? 0));
    return steps.every((step) => Math.abs(step - 0.2) < 0.08);
  };

  test.each([
    ['h264', 'tcp', undefined],
    ['h264', 'udp', undefined],
    ['h264', 'tcp', secret],
    ['h264', 'udp', secret],
    ['h265', 'tcp', undefined],
    ['h265', 'udp', secret],
    ['mjpeg', 'tcp', secret],
    ['mjpeg', 'udp', undefined],
  ] as const)('%s over %s, password: %o', async (codec, transport, credentials) => {
    const server = await kept(startGstreamerServer(credentials && { credentials }));
    const stream = await kept(watchStream(`${server.base}/${codec}`, { transport, ...credentials }));
    await until('ten frames', () => stream.stamps.length >= 10 && stream.bytes() >= 10 * 160 * 96 * 3);
    expect(inTime(stream)).toBe(true);
    expect(stream.stamps.at(-1)).toMatchObject({ width: 640, height: 360 });
    expect(stream.health()).toMatchObject({ state: 'up', restarts: 0 });
  });

  test.each(['tcp', 'udp'] as const)('and is back over %s after the server was killed', async (transport) => {
    const first = await kept(startGstreamerServer({ credentials: secret }));
    const stream = await kept(watchStream(`${first.base}/h264`, { transport, ...secret }));
    await until('frames', () => stream.stamps.length >= 5);
    await first.stop();
    await until('the loss is seen', () => stream.health().state === 'down', 15_000);
    const before = stream.stamps.length;
    await kept(startGstreamerServer({ port: Number(new URL(first.base).port), credentials: secret }));
    await until('frames again', () => stream.stamps.length >= before + 5, 12_000);
    expect(stream.health()).toMatchObject({ state: 'up' });
  });

  test('a wrong password, no password and a wrong path each have their reason', async () => {
    const server = await kept(startGstreamerServer({ credentials: secret }));
    const reasonOf = async (...args: Parameters<typeof watchStream>) => {
      const stream = await kept(watchStream(...args));
      await until('a reason', () => stream.health().state === 'down', 15_000);
      return stream.health().reason;
    };
    expect(await reasonOf(`${server.base}/h264`, { ...secret, password: 'wrong' })).toBe('auth');
    expect(await reasonOf(`${server.base}/h264`)).toBe('auth');
    expect(await reasonOf(`${server.base}/nothing`, secret)).toBe('not-found');
  });
});

describe('others read our simulated camera', () => {
  const gates = [
    ['no password', {}],
    ['basic', { credentials: secret, gate: 'basic' }],
    ['digest', { credentials: secret, gate: 'digest' }],
  ] satisfies [string, SimulatedOptions][];
  const cases = gates.flatMap(([name, options]) =>
    (['tcp', 'udp'] as const).map((transport) => [transport, name, options] as const),
  );

  test.each(cases)('GStreamer over %s, %s', async (transport, _, options) => {
    const { url } = await kept(startSimulatedCamera(video, options));
    await playWithGstreamer(url, { transport, pictures: 20, ...options });
  });

  test.each(cases)('ffprobe over %s, %s', async (transport, _, options) => {
    const camera = await kept(startSimulatedCamera(video, options));
    const url = new URL(camera.url);
    if ('credentials' in options)
      [url.username, url.password] = [secret.user, encodeURIComponent(secret.password)];
    const wanted = [
      '-count_frames',
      '-read_intervals',
      '%+2',
      '-show_entries',
      'stream=codec_name,width,height,nb_read_frames',
    ];
    const args = ['-v', 'error', '-rtsp_transport', transport, ...wanted, '-of', 'json', url.href];
    const { stdout } = await promisify(execFile)('ffprobe', args, { timeout: 20_000 });
    const { streams } = JSON.parse(stdout) as { streams: { nb_read_frames: string }[] };
    expect(streams).toHaveLength(1);
    expect(streams[0]).toMatchObject({ codec_name: 'h264', width: 1280, height: 720 });
    expect(Number(streams[0]?.nb_read_frames)).toBeGreaterThanOrEqual(10);
  });

  test('and both are refused with a wrong password', async () => {
    const { url } = await kept(startSimulatedCamera(video, { credentials: secret }));
    const credentials = { ...secret, password: 'wrong' };
    await expect(playWithGstreamer(url, { transport: 'tcp', pictures: 5, credentials })).rejects.toThrow(
      /unauthorized/i,
    );
    const wrong = url.replace('//', '//giam-sat:wrong@');
    await expect(promisify(execFile)('ffprobe', ['-v', 'error', wrong], { timeout: 20_000 })).rejects.toThrow(
      /401|unauthorized/i,
    );
  });
});
