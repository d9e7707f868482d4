import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulatedCamera } from '../../edge-agent/src/simulate/simulated-camera.ts';
import { blindPipeline } from '../support/blind-pipeline.ts';
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
  const { pipeline } = blindPipeline(join(dir, 'ptz'), {
    ...{ kind: 'ptz', streamUrl: camera.url, onvifUrl: camera.onvifUrl, presets },
  });
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
  const { pipeline } = blindPipeline(join(dir, 'sub'), {
    ...{ streamUrl: camera.url, substreamUrl: camera.subUrl, presets: [{ id: 'home', scene: {} }] },
  });
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
