import type { ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClipState, ViolationCase } from '@vamco/contracts';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ClipBox } from '../support/clip-box.ts';
import { signIn } from '../support/officer.ts';
import { enrol, freePort, kill, startCentral, type CentralReady } from '../support/programs.ts';

/*
 * The real centre as a program of its own, and all of a box but its cameras; both are ended and started again.
 */
const dir = mkdtempSync(join(tmpdir(), 'vamco-clip-request-'));
const central = join(dir, 'central');
const box = new ClipBox('box-01', join(dir, 'box'));
const nowhere = 'http://127.0.0.1:9';
const film = () => randomBytes(300_000);
let ports: string[];
let child: ChildProcess;
let ready: CentralReady;
let officer: Record<string, string>;

async function startCentre(): Promise<void> {
  ({ child, ready } = await startCentral(central, ports));
}

beforeAll(async () => {
  ports = ['--port', String(await freePort()), '--mqtt-port', String(await freePort())];
  await startCentre();
  enrol(central, box.id, box.publicKeyFile);
  officer = await signIn(ready);
  box.start({ mqttPort: ready.mqttPort, media: ready.url });
}, 60_000);

afterAll(async () => {
  await box.stop();
  await kill(child, 'SIGTERM');
  rmSync(dir, { recursive: true, force: true });
});

const fetchCase = async (id: string) =>
  (await (await fetch(`${ready.url}/api/violations/${id}`, { headers: officer })).json()) as ViolationCase;
const ask = (id: string, headers = officer) =>
  fetch(`${ready.url}/api/violations/${id}/clip-request`, { method: 'POST', headers });
const asked = async (id: string) => (await (await ask(id)).json()) as ClipState;
const audited = (what: string, about: string): unknown[] => {
  const db = new Database(join(central, 'central.db'), { readonly: true });
  try {
    return db.prepare('SELECT who FROM audit WHERE what = ? AND about = ?').all(what, about);
  } finally {
    db.close();
  }
};

/** Waits until the page of a case would show this of its clip. */
async function shows(id: string, state: Partial<ClipState>): Promise<void> {
  await expect.poll(async () => (await fetchCase(id)).clipState, { timeout: 20_000 }).toMatchObject(state);
}

/** A case whose documents have arrived; its clip stays on the box. */
async function aCase(more: Parameters<ClipBox['aCase']>[1] = {}) {
  const kept = await box.aCase(film(), more);
  await expect.poll(() => box.waiting, { timeout: 20_000 }).toBe(0);
  await shows(kept.id, { state: 'on-box', boxOnline: true, asked: null });
  return kept;
}

test('the clip that an officer asks for comes, is the file that the box sealed, and the log says who asked and who looked', async () => {
  const { id, clip } = await aCase();
  const first = await ask(id);
  expect(first.status).toBe(201);
  expect(await first.json()).toMatchObject({ asked: { by: { name: 'Quản trị viên' } } });
  await shows(id, { state: 'here' });
  expect((await fetchCase(id)).clip).toMatchObject({ fromMs: -2_000, toMs: 0 });
  const bytes = await (
    await fetch(`${ready.url}/api/violations/${id}/clip.mp4`, { headers: officer })
  ).arrayBuffer();
  expect(createHash('sha256').update(Buffer.from(bytes)).digest('hex')).toBe(clip.sha256);
  const again = await ask(id);
  expect([again.status, ((await again.json()) as ClipState).state]).toEqual([200, 'here']);
  expect([audited('clip-asked', id).length, audited('clip-read', id).length]).toEqual([1, 1]);
});

test('a box that is away is asked when it is back, although the centre was killed meanwhile', async () => {
  const { id } = await aCase();
  await box.stop();
  await shows(id, { state: 'on-box', boxOnline: false });
  expect(await asked(id)).toMatchObject({ state: 'asked', boxOnline: false });
  await kill(child);
  await startCentre();
  await shows(id, { state: 'asked', boxOnline: false });
  box.start({ mqttPort: ready.mqttPort, media: ready.url });
  await shows(id, { state: 'here', boxOnline: true });
  expect(audited('clip-asked', id)).toHaveLength(1);
});

test('a request that is lost on its way is told again when the box is next heard of', async () => {
  const { id } = await aCase();
  await box.stop();
  box.start({ mqttPort: ready.mqttPort, media: ready.url, loses: 1 });
  await shows(id, { state: 'on-box', boxOnline: true });
  expect(await asked(id)).toMatchObject({ state: 'asked', boxOnline: true });
  await sleep(1_000);
  await shows(id, { state: 'asked' });
  await box.stop();
  box.start({ mqttPort: ready.mqttPort, media: ready.url });
  await shows(id, { state: 'here' });
});

test('a box that promised the clip and ended before it was sent goes on when it starts again', async () => {
  const { id } = await aCase();
  await box.stop();
  box.start({ mqttPort: ready.mqttPort, media: nowhere });
  await shows(id, { state: 'on-box', boxOnline: true });
  await ask(id);
  await shows(id, { state: 'coming', boxOnline: true });
  await box.stop();
  await shows(id, { state: 'coming', boxOnline: false });
  box.start({ mqttPort: ready.mqttPort, media: ready.url });
  await shows(id, { state: 'here' });
});

test('a clip that has left the box is said to be gone, and cannot be asked for again', async () => {
  const kept = await aCase();
  box.discard(kept);
  await ask(kept.id);
  await shows(kept.id, { state: 'none', why: 'left' });
  const again = await ask(kept.id);
  expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, 'no-clip']);
});

test('a clip that was damaged on the disk of the box is not taken for the one that was sealed', async () => {
  const kept = await aCase();
  box.damage(kept);
  await ask(kept.id);
  await shows(kept.id, { state: 'none', why: 'unsendable' });
  expect((await fetchCase(kept.id)).clip).toBeNull();
});

test('with private windows it comes for the export, and no page plays it', async () => {
  const window = [
    [0, 0],
    [10_000, 0],
    [10_000, 3_000],
  ];
  const { id } = await aCase({ masks: [window] });
  await ask(id);
  await shows(id, { state: 'export-only' });
  expect((await fetchCase(id)).clip).toBeNull();
  expect((await fetch(`${ready.url}/api/violations/${id}/clip.mp4`, { headers: officer })).status).toBe(404);
});

test('nobody asks without signing in or from another site, nor for a case that is not there', async () => {
  const { id } = await aCase();
  expect((await ask(id, {})).status).toBe(401);
  expect((await ask(id, { ...officer, 'x-csrf-token': 'guess' })).status).toBe(403);
  expect((await ask(id, { ...officer, origin: 'http://evil.example' })).status).toBe(403);
  expect((await ask('019ab0a1-1111-7abc-8def-0123456789ab')).status).toBe(404);
  await shows(id, { state: 'on-box', asked: null });
});
