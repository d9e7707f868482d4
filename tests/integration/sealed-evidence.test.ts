import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '@vamco/bundle';
import type { ClipRecord, EvidenceManifest, ViolationCase, ViolationPage } from '@vamco/contracts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { AccountBook } from '../../edge-agent/src/explain/account-book.ts';
import { unpack } from '../../scripts/evidence-campaign/unpacked.ts';
import { CAMERA_BOX, cameraBoxArgs } from '../support/camera-box.ts';
import { enrol, kill, root, startCentral, vamco, type CentralReady } from '../support/programs.ts';
import { startVirtualCamera } from '../support/virtual-camera/rtsp-server.ts';

// Commands are started from their sources, several a test.
vi.setConfig({ testTimeout: 150_000 });
const dir = mkdtempSync(join(tmpdir(), 'vamco-sealed-'));
const central = join(dir, 'central');
const boxDir = join(dir, 'box');
const bundle = join(dir, 'case.zip');
const centreKey = join(central, 'centre.pub.pem');
let child: ChildProcess;
let ready: CentralReady;
let cookie = '';

const ask = (path: string) => fetch(`${ready.url}${path}`, { headers: { cookie } });
const python = (...args: string[]) =>
  spawnSync('python3', [join(root, 'scripts/verify-bundle/verify_bundle.py'), ...args], { encoding: 'utf8' });

beforeAll(async () => {
  ({ child, ready } = await startCentral(central, ['--port', '0', '--mqtt-port', '0']));
  const signIn = await fetch(`${ready.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: ready.adminPassword }),
  });
  cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  await sealOneCase();
}, 300_000);

afterAll(async () => {
  await kill(child, 'SIGTERM');
});

/** A real box looks at a rendered street until one case has arrived with its seal, its originals and its clip. */
async function sealOneCase(): Promise<void> {
  const camera = await startVirtualCamera(join(root, 'tests/fixtures/rendered/demo.mp4'));
  const uplink = { broker: `mqtt://127.0.0.1:${ready.mqttPort}`, media: ready.url };
  const args = cameraBoxArgs(boxDir, camera.url, uplink, { clip: { send: 'always' } });
  const from = ['--conditions=source', '--import', 'tsx', join(root, 'edge-agent/src/main.ts')];
  execFileSync(process.execPath, [...from, 'agent', '--make-key', '--data', boxDir], { cwd: root });
  enrol(central, CAMERA_BOX, join(boxDir, 'box.pub.pem'));
  const agent = spawn(process.execPath, [...from, ...args], { cwd: root, stdio: 'inherit' });
  try {
    for (let tries = 0; tries < 240; tries += 1) {
      await sleep(500);
      const { items } = (await (await ask('/api/violations')).json()) as ViolationPage;
      for (const { id } of items) {
        const found = (await (await ask(`/api/violations/${id}`)).json()) as ViolationCase;
        if (!found.sealed) continue;
        const answer = await ask(`/api/violations/${id}/bundle.zip?purpose=test`);
        const bytes = Buffer.from(await answer.arrayBuffer());
        const files = unpack(bytes);
        const index = JSON.parse(files.get('bundle.json')?.toString() ?? '{}') as { withheld?: object[] };
        if (index.withheld?.length !== 0 || !files.has('files/clip.mp4') || !isRemembered(found)) continue;
        writeFileSync(bundle, bytes);
        return;
      }
    }
    throw new Error('no case arrived with its seal');
  } finally {
    await kill(agent, 'SIGTERM');
    await camera.stop();
  }
}

/** Has the vehicle of the case left by now? Only then is its whole way written down. */
function isRemembered({ at, rule, zone }: ViolationCase): boolean {
  const book = new AccountBook(join(boxDir, 'explain.db'), { readonly: true });
  const found = book.between('cam-01', Date.parse(at), Date.parse(at));
  book.close();
  return found.some(({ verdicts }) =>
    verdicts.some((one) => one.outcome === 'hit' && one.rule === rule && one.zone === zone),
  );
}

test('a case of a real box is intact for both verifiers, from its track to the law', () => {
  const { status, stdout, stderr } = vamco('verify', bundle, '--key', centreKey);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/INTACT\n$/);
  expect(stdout).not.toMatch(/FAILED|not checked/);
  expect(status).toBe(0);
  const intact = { status: 0, stdout: `${bundle}: INTACT\n` };
  expect(python(bundle, '--key', centreKey)).toMatchObject(intact);
  expect(python(bundle, '--command', '--key', centreKey)).toMatchObject(intact);

  const files = unpack(readFileSync(bundle));
  const { body } = JSON.parse(files.get('manifest.json')?.toString() ?? '') as EvidenceManifest;
  expect(body.files.map(({ role }) => role)).toEqual(
    expect.arrayContaining(['before', 'at', 'after', 'marked']),
  );
  const { body: about } = JSON.parse(files.get('clip.json')?.toString() ?? '') as ClipRecord;
  expect(sha256(files.get('files/clip.mp4') ?? '')).toBe('file' in about.clip && about.clip.file.sha256);
  expect(body.track.points.length).toBeGreaterThan(3);
  expect(body.models.map(({ name }) => name)).toContainEqual(expect.stringMatching(/^road-user-detector/));
  expect(files.get('sheet.pdf')?.subarray(0, 5).toString()).toBe('%PDF-');
  const papers = JSON.parse(files.get('case.json')?.toString() ?? '') as { law: { decree: string } };
  expect(papers.law.decree).toBe('168/2024/NĐ-CP');
});

test('one byte of a picture changed in the unpacked folder: found and named, exit 1', () => {
  const folder = join(dir, 'unpacked');
  for (const [path, bytes] of unpack(readFileSync(bundle))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (path === 'files/at.jpg') bytes[1000] = (bytes[1000] ?? 0) ^ 1;
    writeFileSync(join(folder, path), bytes);
  }
  const { status, stdout } = vamco('verify', folder, '--key', centreKey);
  expect(status).toBe(1);
  expect(stdout).toMatch(/FAILED +files +files\/at\.jpg/);
  expect(python(folder, '--key', centreKey).status).toBe(1);
});

test('originals leave the centre with a purpose and a name only', async () => {
  const { body, seal } = JSON.parse(
    unpack(readFileSync(bundle)).get('manifest.json')?.toString() ?? '',
  ) as EvidenceManifest;
  const original = body.files.find(({ role }) => role === 'marked');
  expect((await ask(`/media/${original?.sha256 ?? ''}`)).status).toBe(404);
  const preview = body.files.find(({ path }) => path === 'files/preview-marked.jpg');
  expect((await ask(`/media/${preview?.sha256 ?? ''}`)).status).toBe(200);
  expect(seal.box).toBe(CAMERA_BOX);
  const { items } = (await (await ask('/api/violations')).json()) as ViolationPage;
  expect((await ask(`/api/violations/${items[0]?.id ?? ''}/bundle.zip`)).status).toBe(400);
});

test('the clip of a case is shown to who may see it, in the parts that a player asks for', async () => {
  const files = unpack(readFileSync(bundle));
  const sealed = files.get('files/clip.mp4') ?? Buffer.alloc(0);
  const { id } = JSON.parse(files.get('case.json')?.toString() ?? '') as { id: string };
  const { clip } = (await (await ask(`/api/violations/${id}`)).json()) as ViolationCase;
  expect(clip?.fromMs).toBeLessThan(0);
  const url = clip?.url ?? '';
  const whole = await ask(url);
  expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'video/mp4']);
  expect(sha256(Buffer.from(await whole.arrayBuffer()))).toBe(sha256(sealed));
  const part = (range: string) => fetch(`${ready.url}${url}`, { headers: { cookie, range } });
  const middle = await part('bytes=100-199');
  expect([middle.status, middle.headers.get('content-range')]).toEqual([
    206,
    `bytes 100-199/${sealed.length}`,
  ]);
  expect(Buffer.from(await middle.arrayBuffer()).equals(sealed.subarray(100, 200))).toBe(true);
  expect((await part(`bytes=${sealed.length}-`)).status).toBe(416);
  expect((await fetch(`${ready.url}${url}`)).status).toBe(401);
  expect((await ask('/api/violations/019ab0a1-1111-7abc-8def-0123456789ab/clip.mp4')).status).toBe(404);
});

test('the box tells what became of every vehicle then, and can give the case without the centre', () => {
  const { body } = JSON.parse(
    unpack(readFileSync(bundle)).get('manifest.json')?.toString() ?? '',
  ) as EvidenceManifest;
  const hit = `${body.act.rule} at ${body.act.place}: HIT`;
  const told = vamco('explain', '--camera', 'cam-01', '--at', body.time.utc, '--data', boxDir);
  expect(told.stderr).toBe('');
  expect(told.stdout).toContain(hit);
  expect(told.stdout).toMatch(/\n {2}plate: /);
  expect(vamco('explain', '--camera', 'cam-09', '--at', body.time.utc, '--data', boxDir).stdout).toMatch(
    /cam-09 is not known here; known: cam-01/,
  );

  expect(vamco('bundle', '--data', boxDir).stdout).toMatch(/^case 1: /);
  const own = join(dir, 'from-box.zip');
  expect(vamco('bundle', '--data', boxDir, '--case', '1', '--out', own).stderr).toBe('');
  const boxKey = join(boxDir, 'box.pub.pem');
  expect(vamco('verify', own, '--key', boxKey).status).toBe(0);
  expect(python(own, '--key', boxKey).status).toBe(0);
  expect(vamco('verify', own, '--key', centreKey).status).toBe(1);
}, 90_000);

test('a file that is no bundle is one plain line', () => {
  const { status, stdout, stderr } = vamco('verify', centreKey);
  expect([status, stderr]).toEqual([1, '']);
  expect(stdout).toMatch(/FAILED +container .*no bundle/);
  expect(vamco('verify', join(dir, 'nothing.zip')).stderr).toMatch(/does not exist\n$/);
});
