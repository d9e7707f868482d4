import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventDraft, SiteConfig } from '@vamco/contracts';
import { SiteConfig as SiteSchema } from '@vamco/contracts';
import { Default } from 'typebox/value';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../edge-agent/src/base/clock.ts';
import { createLogger } from '../../edge-agent/src/base/log.ts';
import { loadCalendars } from '../../edge-agent/src/config/load-calendars.ts';
import { CameraPipeline } from '../../edge-agent/src/camera-pipeline.ts';
import type { Detector } from '../../edge-agent/src/detect/detector.ts';
import { startSimulatedCamera } from '../../edge-agent/src/simulate/simulated-camera.ts';
import { root } from '../support/programs.ts';
import { until } from '../support/watch-stream.ts';

const video = join(root, 'tests/fixtures/rendered/demo.mp4');
const dir = mkdtempSync(join(tmpdir(), 'vamco-pipeline-'));
const turned = join(dir, 'turned.mp4');
beforeAll(() => {
  const coding = ['-vf', 'hflip,scale=-2:360', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '12'];
  execFileSync('ffmpeg', ['-v', 'error', '-i', video, '-t', '10', ...coding, turned]);
});
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

/** Sees nothing, and costs nothing: what is tested here is everything around it. */
const blind = {
  input: { width: 320, height: 192, pad: 114 },
  label: 'none',
  detect: () => Promise.resolve([]),
} as unknown as Detector;

function pipelineOf(camera: Record<string, unknown>, name: string) {
  const events: EventDraft[] = [];
  const site = Default(SiteSchema, {
    version: 1,
    site: { id: 'site-1', name: 'Ngã tư' },
    box: { id: 'box-1' },
    uplink: { broker: 'mqtt://127.0.0.1:1', media: 'http://127.0.0.1:1' },
    cameras: [{ id: 'cam-01', name: 'Camera 01', plates: false, ...camera }],
  }) as SiteConfig;
  const [config] = site.cameras;
  if (!config) throw new Error('no camera');
  const pipeline = new CameraPipeline({
    ...{ site, camera: config, detector: blind, plates: undefined, clock: systemClock, bootId: '00000000' },
    log: createLogger('silent'),
    stillsDir: join(dir, name, 'stills'),
    dir: join(dir, name),
    storeMedia: () => Promise.reject(new Error('nothing is stored here')),
    emit: (draft) => {
      events.push(draft);
    },
    holidays: loadCalendars(join(root, 'firmware-config/calendars')),
    clips: {
      orders: { nextClip: () => undefined, settleClip: () => undefined, isClipKept: () => false },
      shelf: { makeRoom: () => Promise.resolve(true) },
      adopt: () => Promise.reject(new Error('no clip is kept here')),
    },
    sealer: { seal: () => Promise.reject(new Error('nothing is sealed here')) },
    remember: () => undefined,
    about: { software: 'test', models: [], config: '' },
  });
  return { pipeline, events };
}

test('scenes follow the head: nothing is judged while it moves or stands elsewhere', async () => {
  const camera = await startSimulatedCamera(video, {
    main: { height: 360 },
    onvif: {
      moveMs: 2_500,
      presets: [
        { token: '1', name: 'home', position: { pan: 0, tilt: 0, zoom: 0 } },
        { token: '2', name: 'gate', position: { pan: 0.5, tilt: 0, zoom: 0 }, video: turned },
      ],
    },
  });
  const stop = new AbortController();
  const presets = [
    { id: 'home', token: '1', scene: {} },
    { id: 'gate', token: '2', scene: {} },
  ];
  const { pipeline } = pipelineOf(
    { kind: 'ptz', streamUrl: camera.url, onvifUrl: camera.onvifUrl, presets },
    'ptz',
  );
  const done = pipeline.run(stop.signal);
  try {
    expect(pipeline.health.untrusted).toBe('unknown-preset');
    const standsAt = (id: string) => pipeline.health.preset === id && pipeline.health.untrusted === undefined;
    await until('the head is known to be at home', () => standsAt('home'), 15_000);
    await until('pictures', () => pipeline.health.analysed > 2, 15_000);
    camera.head?.goTo('2');
    await until('the move is seen', () => pipeline.health.untrusted === 'moving', 5_000);
    await until('it has arrived', () => standsAt('gate'), 10_000);
    const before = pipeline.health.analysed;
    await until('pictures of the other scene', () => pipeline.health.analysed > before + 2, 15_000);
    camera.head?.moveTo({ pan: 0.2, tilt: 0, zoom: 0 });
    await until('it stands elsewhere', () => pipeline.health.untrusted === 'unknown-preset', 12_000);
    expect(Math.abs(pipeline.health.clockOffsetMs ?? Infinity)).toBeLessThan(200);
  } finally {
    stop.abort();
    await done;
    await camera.stop();
  }
}, 90_000);

test('with a substream, analysis takes the small picture; stills and clips are of the large one', async () => {
  const camera = await startSimulatedCamera(video, { main: { height: 720 }, sub: { height: 240 } });
  const stop = new AbortController();
  const { pipeline } = pipelineOf(
    { streamUrl: camera.url, substreamUrl: camera.subUrl, presets: [{ id: 'home', scene: {} }] },
    'sub',
  );
  const done = pipeline.run(stop.signal);
  try {
    await until('frames', () => pipeline.health.analysed > 20, 25_000);
    const now = Date.now();
    const clip = await pipeline.segments?.cut(now - 2_000, now, dir, Date.now);
    const size = ['-v', 'error', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', clip?.file ?? ''];
    expect(execFileSync('ffprobe', size, { encoding: 'utf8' }).trim()).toBe('1280,720');
    const still = execFileSync('ffprobe', [...size.slice(0, -1), join(dir, 'sub/stills/3.jpg')], {
      encoding: 'utf8',
    });
    expect(still.trim()).toBe('1280,720');
  } finally {
    stop.abort();
    await done;
    await camera.stop();
  }
}, 60_000);
