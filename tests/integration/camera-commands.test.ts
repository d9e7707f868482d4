import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  startSimulatedCamera,
  type SimulatedCamera,
} from '../../edge-agent/src/simulate/simulated-camera.ts';
import { firstLine, freePort, kill, root, startProgram } from '../support/programs.ts';

const video = join(root, 'tests/fixtures/rendered/demo.mp4');
const dir = mkdtempSync(join(tmpdir(), 'vamco-camera-'));
const secretFile = join(dir, 'cred');
let camera: SimulatedCamera;

beforeAll(async () => {
  writeFileSync(secretFile, 'giam-sat:mat-khau\n');
  camera = await startSimulatedCamera(video, {
    credentials: { user: 'giam-sat', password: 'mat-khau' },
    // The recording has a key frame every 20 s; nobody waits for that here.
    main: { height: 720 },
    onvif: { clockOffsetMs: 90_000 },
  });
});
afterAll(async () => {
  await camera.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Beside this process, not before it: the camera lives in here. */
async function vamco(...args: string[]) {
  const program = ['--conditions=source', '--import', 'tsx', join(root, 'edge-agent/src/main.ts')];
  const run = promisify(execFile)(process.execPath, [...program, ...args], { cwd: root });
  return run.then(
    ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
    (error: unknown) => {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { status: code, stdout, stderr };
    },
  );
}

test('probe tells what a camera is, how fast it really is, how wrong its clock, and keeps a picture', async () => {
  const picture = join(dir, 'one.jpg');
  const address = (camera.onvifUrl ?? '').replace('http:', 'onvif:');
  const { stdout, stderr } = await vamco(
    ...[
      'camera',
      'probe',
      address,
      '--json',
      '--credentials',
      secretFile,
      '--snapshot',
      picture,
      '--seconds',
      '3',
    ],
  );
  expect(stderr).toBe('');
  const found = JSON.parse(stdout) as {
    clock: { offsetMs: number; errMs: number };
    stream: { codec: string; width: number; height: number; fps: number };
  };
  expect(Math.abs(found.clock.offsetMs - 90_000)).toBeLessThanOrEqual(found.clock.errMs);
  expect(found.stream).toMatchObject({ codec: 'H264', width: 1280, height: 720 });
  expect(found.stream.fps).toBeGreaterThan(10);
  expect(found.stream.fps).toBeLessThan(15);
  expect(readFileSync(picture).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
});

const wrong: [string, () => string | Promise<string>, RegExp][] = [
  ['a wrong port', () => freePort().then((port) => `rtsp://127.0.0.1:${port}/live`), /nothing listens/],
  ['no password', () => camera.url, /user name or password/],
  ['a password in the address', () => 'rtsp://a:geheim@127.0.0.1/live', /no password in the address/],
  ['no address', () => 'camera-bac', /no camera's address/],
  ['an ONVIF address that speaks RTSP', () => camera.url.replace('rtsp:', 'onvif:'), /no ONVIF address/],
];

test.each(wrong)('%s gets one plain sentence', async (_, address, sentence) => {
  const { status, stderr, stdout } = await vamco('camera', 'probe', await address());
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).not.toContain('geheim');
});

test('simulate plays a recording until it is told to stop', async () => {
  const [rtsp, onvif] = [await freePort(), await freePort()];
  const ports = ['--rtsp-port', `${rtsp}`, '--onvif-port', `${onvif}`, '--sub-height', '240'];
  const child = startProgram('edge-agent/src/main.ts', ['camera', 'simulate', video, '--json', ...ports]);
  try {
    const addresses = JSON.parse(await firstLine(child)) as Record<string, string>;
    expect(addresses).toEqual({
      url: `rtsp://127.0.0.1:${rtsp}/live`,
      subUrl: `rtsp://127.0.0.1:${rtsp}/sub`,
      onvifUrl: `http://127.0.0.1:${onvif}/onvif/device_service`,
    });
    const { stdout } = await vamco('camera', 'probe', addresses['subUrl'] ?? '', '--seconds', '2');
    expect(stdout).toMatch(/H264, 426x240/);
  } finally {
    await kill(child, 'SIGTERM');
  }
});
