import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '@vamco/bundle';
import type { ClipRecord, ClipState, EvidenceManifest, ViolationCase, ViolationPage } from '@vamco/contracts';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sealedCases } from '../../edge-agent/src/evidence/sealed-cases.ts';
import { loadOrCreateBoxKey } from '../../edge-agent/src/outbox/box-key.ts';
import { startSimulatedCamera } from '../../edge-agent/src/simulate/simulated-camera.ts';
import { unpack, type Unpacked } from '../../scripts/evidence-campaign/unpacked.ts';
import { CAMERA_BOX, cameraBoxArgs } from '../support/camera-box.ts';
import { signIn } from '../support/officer.ts';
import { enrol, kill, root, startCentral, vamco, type CentralReady } from '../support/programs.ts';

// Commands are started from their sources, several a test.
vi.setConfig({ testTimeout: 60_000 });
const dir = mkdtempSync(join(tmpdir(), 'vamco-clip-'));
const data = join(dir, 'box');
const zip = join(dir, 'case.zip');
const key = join(data, 'box.pub.pem');
const clipFile = join(dir, 'clip.mp4');
let camera: Awaited<ReturnType<typeof startSimulatedCamera>>;
let agent: ChildProcess;
let centre: { child: ChildProcess; ready: CentralReady };
let files: Unpacked;

const python = (...args: string[]) =>
  spawnSync('python3', [join(root, 'scripts/verify-bundle/verify_bundle.py'), ...args], { encoding: 'utf8' });
const manifest = () => JSON.parse(files.get('manifest.json')?.toString() ?? '') as EvidenceManifest;
const record = () => JSON.parse(files.get('clip.json')?.toString() ?? '') as ClipRecord;

/** A box looks at the rendered street until a case of it has a clip that holds all that it was asked to. */
beforeAll(async () => {
  camera = await startSimulatedCamera(join(root, 'tests/fixtures/rendered/demo.mp4'), { main: {} });
  centre = await startCentral(join(dir, 'central'), ['--port', '0', '--mqtt-port', '0']);
  loadOrCreateBoxKey(data);
  enrol(join(dir, 'central'), CAMERA_BOX, key);
  const { url, mqttPort } = centre.ready;
  const uplink = { broker: `mqtt://127.0.0.1:${mqttPort}`, media: url };
  const args = cameraBoxArgs(data, camera.url, uplink, { clip: { beforeS: 4, afterS: 2 } });
  const from = ['--conditions=source', '--import', 'tsx', join(root, 'edge-agent/src/main.ts')];
  agent = spawn(process.execPath, [...from, ...args], { cwd: root, stdio: 'inherit' });
  for (let tries = 0; tries < 60; tries += 1) {
    await sleep(1_000);
    const listed = vamco('bundle', '--data', data).stdout;
    for (const [, number] of listed.matchAll(/^case (\d+): .*, with clip$/gm)) {
      expect(vamco('bundle', '--data', data, '--case', number ?? '', '--out', zip).stderr).toBe('');
      files = unpack(readFileSync(zip));
      const { clip, asked } = record().body;
      // Where the recording begins anew its stream has a gap: a clip that ends there is rightly shorter.
      const isWhole = 'file' in clip && clip.fromMs <= asked.fromMs && clip.toMs >= asked.toMs;
      if (isWhole && clip.missingMs === 0) {
        writeFileSync(clipFile, files.get('files/clip.mp4') ?? '');
        return;
      }
    }
  }
  throw new Error('no case got its clip');
}, 150_000);

afterAll(async () => {
  await kill(agent, 'SIGTERM');
  await kill(centre.child, 'SIGTERM');
  await camera.stop();
  rmSync(dir, { recursive: true, force: true });
});

test('the bundle of a case holds its clip, sealed by itself, and both verifiers say so', () => {
  const { status, stdout } = vamco('verify', zip, '--key', key);
  expect(stdout).toMatch(/ok +clip +sealed as number \d+ on .*: from -[\d.]+ s to [\d.]+ s of the act\n/);
  expect(stdout).not.toMatch(/FAILED|the seal of the clip/);
  expect(status).toBe(0);
  expect(python(zip, '--key', key)).toMatchObject({ status: 0 });
  expect(manifest().body.clip).toEqual({ fromMs: -4_000, toMs: 2_000 });
});

test('the clip covers the time that was asked for, plays to its end, and shows the act when it was', async () => {
  const { clip, asked } = record().body;
  if (!('file' in clip)) throw new Error(clip.none);
  expect(clip.fromMs).toBeLessThanOrEqual(asked.fromMs);
  expect(clip.toMs).toBeGreaterThanOrEqual(asked.toMs);
  const probe = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', clipFile];
  const seconds = Number(execFileSync('ffprobe', probe, { encoding: 'utf8' }));
  // What is told goes to the last picture, which is then shown for a while.
  const shownMs = seconds * 1000 - (clip.toMs - clip.fromMs);
  expect(shownMs).toBeGreaterThanOrEqual(0);
  expect(shownMs).toBeLessThan(150);
  execFileSync('ffmpeg', ['-v', 'error', '-xerror', '-i', clipFile, '-f', 'null', '-']);
  // The still of the act, found again in the clip.
  const step = 0.2;
  const small = [64, 36] as const;
  const still = await sharp(files.get('files/at.jpg'))
    .resize(...small, { fit: 'fill' })
    .greyscale()
    .raw()
    .toBuffer();
  const filter = `fps=${1 / step},scale=64:36,format=gray`;
  const raw = execFileSync('ffmpeg', ['-v', 'error', '-i', clipFile, '-vf', filter, '-f', 'rawvideo', '-'], {
    maxBuffer: 1e8,
  });
  const unlike = Array.from({ length: Math.floor(raw.length / still.length) }, (_, n) =>
    raw
      .subarray(n * still.length, (n + 1) * still.length)
      .reduce((sum, value, index) => sum + Math.abs(value - (still[index] ?? 0)), 0),
  );
  const foundS = unlike.indexOf(Math.min(...unlike)) * step + clip.fromMs / 1000;
  expect(Math.abs(foundS)).toBeLessThanOrEqual(0.5);
});

test('the clip plays in a browser', async () => {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'],
  });
  try {
    const page = await browser.newPage();
    const html = join(dir, 'play.html');
    writeFileSync(html, '<video muted autoplay src="clip.mp4"></video>');
    await page.goto(`file://${html}`);
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.5);
  } finally {
    await browser.close();
  }
});

test('one byte of the clip changed: found and named by both verifiers', () => {
  const folder = join(dir, 'unpacked');
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const copy = Buffer.from(bytes);
    if (path === 'files/clip.mp4') copy[5_000] = (copy[5_000] ?? 0) ^ 1;
    writeFileSync(join(folder, path), copy);
  }
  const { status, stdout } = vamco('verify', folder, '--key', key);
  expect(status).toBe(1);
  expect(stdout).toMatch(/FAILED +sealed-files +files\/clip\.mp4 is not the file that the box sealed/);
  const other = python(folder, '--key', key);
  expect([other.status, other.stdout]).toEqual([1, expect.stringContaining('files/clip.mp4')]);
});

test('it stays on the box until somebody at the centre asks for it', async () => {
  const { url } = centre.ready;
  const headers = await signIn(centre.ready);
  const get = async <Answer>(path: string) => (await (await fetch(url + path, { headers })).json()) as Answer;
  const { items } = await get<ViolationPage>('/api/violations?state=all');
  const cases = await Promise.all(items.map(({ id }) => get<ViolationCase>(`/api/violations/${id}`)));
  expect(cases.filter(({ clipState }) => ['coming', 'here'].includes(clipState.state))).toEqual([]);
  const onBox = cases.find(({ clipState }) => clipState.state === 'on-box');
  const path = `/api/violations/${onBox?.id ?? ''}`;
  const asked = await fetch(`${url}${path}/clip-request`, { method: 'POST', headers });
  expect([asked.status, ((await asked.json()) as ClipState).boxOnline]).toEqual([201, true]);
  const state = async () => (await get<ViolationCase>(path)).clipState.state;
  await expect.poll(state, { timeout: 20_000 }).toBe('here');
  const bytes = await (await fetch(`${url}${path}/clip.mp4`, { headers })).arrayBuffer();
  const kept = sealedCases(join(data, 'media'), loadOrCreateBoxKey(data)).cases.flatMap(({ clip }) =>
    clip && 'file' in clip.record.body.clip ? [clip.record.body.clip.file.sha256] : [],
  );
  expect(kept).toContain(sha256(Buffer.from(bytes)));
});
