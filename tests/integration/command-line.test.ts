import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { root, runProgram, vamco } from '../support/programs.ts';

const dir = mkdtempSync(join(tmpdir(), 'vamco-cli-'));
const file = (name: string, text: string | Buffer) => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};
const rendered = join(root, 'tests/fixtures/rendered');
const scene = file('scene.yaml', 'scene:\n  lines: [{ id: main, from: [0, 0.5], to: [1, 0.5] }]\n');
const oneLine = /^vamco: [^\n]+\n$/;

describe('bad input is one clear line and no stack', () => {
  test.each([
    ['a video that does not exist', ['replay', '/nowhere.mp4', '--scene', scene], /does not exist/],
    ['a video that is none', ['replay', file('x.mp4', 'not a video'), '--scene', scene], /not a video/],
    [
      'a scene that is not YAML',
      ['replay', join(rendered, 'demo.mp4'), '--scene', file('bad.yaml', 'scene: [')],
      /not YAML/,
    ],
    ['a missing scene', ['replay', join(rendered, 'demo.mp4'), '--scene', '/nowhere.yaml'], /cannot be read/],
    [
      'an unknown model',
      ['replay', join(rendered, 'demo.mp4'), '--scene', scene, '--model', 'other'],
      /no model "other"/,
    ],
    ['a picture that is none', ['detect', scene], /cannot be used as a picture/],
    ['an agent without a site', ['agent'], /give --site/],
  ])('%s', (_, args, message) => {
    const { status, stderr } = vamco(...args);
    expect(stderr).toMatch(oneLine);
    expect(stderr).toMatch(message);
    expect(status).toBe(1);
  });

  test('a wrong site file: every problem is listed by its path', () => {
    const site = file(
      'site.yaml',
      `version: 1
site: { id: "Bad Id", name: Ngã tư }
box: { id: box-01 }
uplink: { broker: "mqtt://127.0.0.1:1883", media: "ftp://x" }
cameras:
  - { id: cam-01, name: A, streamUrl: "rtsp://u:p@h/x", detectFps: 99, presets: [{ id: home, scene: { lines: [{ id: main, from: [0, 2], to: [1, 0.5] }] } }] }
`,
    );
    const { status, stdout } = vamco('check', site, '--json');
    expect(status).toBe(1);
    const { problems } = JSON.parse(stdout) as { problems: { path: string }[] };
    expect(problems.map(({ path }) => path).sort()).toEqual([
      'cameras/0/detectFps',
      'cameras/0/presets/0/scene/lines/0/from/1',
      'cameras/0/streamUrl',
      'site/id',
      'uplink/media',
    ]);
    expect(vamco('agent', '--site', site).stderr).toContain('5 problems');
  });
});

test('an expired certificate is named by its place; the site is otherwise fine', () => {
  const site = (validTo: string) =>
    file(
      'certified.yaml',
      `version: 1
site: { id: site-01, name: Ngã tư }
box: { id: box-01 }
uplink: { broker: "mqtt://127.0.0.1:1883", media: "http://127.0.0.1" }
cameras:
  - { id: cam-01, name: A, streamUrl: "rtsp://127.0.0.1/x", certificate: { id: KĐ-0001, validTo: "${validTo}" }, presets: [{ id: home, scene: {} }] }
`,
    );
  const { status, stdout } = vamco('check', site('2025-06-30'), '--json');
  expect(status).toBe(1);
  expect((JSON.parse(stdout) as { problems: object[] }).problems).toMatchObject([
    {
      path: 'cameras/0/certificate/validTo',
      message: 'expired: speeds are for reference only since 2025-06-30',
    },
  ]);
  expect(vamco('check', site('2099-12-31')).status).toBe(0);
});

test('a region that shows nothing closer is named, and what would', () => {
  const scene = (box: string) => file('regions.yaml', `scene: { regions: [{ id: far, box: ${box} }] }`);
  const { status, stdout } = vamco('check', scene('[0, 0.1, 1, 0.5]'));
  expect(status).toBe(1);
  expect(stdout).toMatch(/ scene\/regions\/0\/box: .*hardly larger than the whole picture.*at most 0\.8/);
  expect(vamco('check', scene('[0.3, 0.1, 0.5, 0.5]')).status).toBe(0);
});

test('one bad picture does not stop the others', async () => {
  const good = await sharp({ create: { width: 320, height: 200, channels: 3, background: '#888' } })
    .png()
    .toBuffer();
  const { status, stdout, stderr } = vamco('detect', scene, file('good.png', good), '--json');
  expect(status).toBe(1);
  expect(stderr).toMatch(oneLine);
  expect(JSON.parse(stdout)).toMatchObject({ file: join(dir, 'good.png'), detections: [] });
});

test('a whole folder of pictures is one command', async () => {
  const good = await sharp({ create: { width: 320, height: 200, channels: 3, background: '#888' } })
    .png()
    .toBuffer();
  const gone = Array.from({ length: 600 }, (_, i) => join(dir, `street-and-carpark-${i}.jpg`));
  const args = ['detect', ...gone, file('last.png', good), '--json'];
  // Continuous integration is spared what users meet: the runtime looks whether this is set.
  const { status, stdout, stderr } = runProgram('edge-agent/src/main.ts', args, { ...process.env, CI: '' });
  expect(status).toBe(1);
  expect(stderr.trim().split('\n')).toHaveLength(gone.length);
  expect(JSON.parse(stdout)).toMatchObject({ file: join(dir, 'last.png'), detections: [] });
});

test('help names every command', () => {
  const { stdout } = vamco('--help');
  for (const command of ['detect', 'replay', 'check', 'agent', 'central']) expect(stdout).toContain(command);
});
