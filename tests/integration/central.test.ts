import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Decision, ViolationCase, ViolationPage } from '@vamco/contracts';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enrol, freePort, kill, runProgram, startCentral, type CentralReady } from '../support/programs.ts';
import { SignedBox } from '../support/signed-box.ts';

const passage = {
  camera: 'cam-01',
  track: { run: '0a1b2c3d', id: 1 },
  class: 'car',
  score: 0.9,
  line: 'main',
  direction: 'forward',
};
const data = mkdtempSync(join(tmpdir(), 'vamco-central-'));
const central = join(data, 'central');
const box = new SignedBox('box-01', data);
const stranger = new SignedBox('box-02', data);
let child: ChildProcess;
let ready: CentralReady;

beforeAll(async () => {
  ({ child, ready } = await startCentral(central, ['--port', '0', '--mqtt-port', '0']));
  enrol(central, box.id, box.publicKeyFile);
  await box.connect(ready.mqttPort);
}, 60_000);

afterAll(async () => {
  await box.close();
  await kill(child, 'SIGTERM');
});

const rows = <Row>(sql: string): Row[] => {
  const db = new Database(join(central, 'central.db'), { readonly: true });
  try {
    return db.prepare<[], Row>(sql).all();
  } finally {
    db.close();
  }
};

/** The newest acknowledgement, once there are `count`. */
async function ack(
  count: number,
): Promise<{ upTo: number; holes: number[][]; rejected: { code: string }[] }> {
  for (let tries = 0; box.acks.length < count && tries < 100; tries += 1) await sleep(50);
  return box.acks.at(-1) as { upTo: number; holes: number[][]; rejected: { code: string }[] };
}

describe('what a box sends', () => {
  test('is stored, then acknowledged; a duplicate is absorbed; a missing number is told as a hole', async () => {
    const [first, second, third] = [1, 2, 3].map(() => box.event('passage.recorded.v1', passage));
    await box.publish('passage.recorded.v1', first ?? {});
    expect(await ack(1)).toMatchObject({ upTo: 1, holes: [], rejected: [] });
    await box.publish('passage.recorded.v1', first ?? {});
    expect(await ack(2)).toMatchObject({ upTo: 1, holes: [] });
    await box.publish('passage.recorded.v1', third ?? {});
    expect(await ack(3)).toMatchObject({ upTo: 3, holes: [[2, 2]] });
    await box.publish('passage.recorded.v1', second ?? {});
    expect(await ack(4)).toMatchObject({ upTo: 3, holes: [] });
    expect(rows('SELECT id FROM events')).toHaveLength(3);
  });

  test.each([
    ['no JSON', () => '{"half', 'not-json'],
    [
      'another schema',
      () => ({ ...box.event('passage.recorded.v1', passage), schema: 'passage.recorded.v9' }),
      'unknown-schema',
    ],
    ['a wrong field', () => box.event('passage.recorded.v1', { ...passage, direction: 'up' }), 'invalid'],
    [
      'too large a text',
      () => ({ ...box.event('passage.recorded.v1', passage), note: 'x'.repeat(2000) }),
      'too-large',
    ],
    [
      'a field changed after signing',
      () => ({ ...box.event('passage.recorded.v1', passage), data: { ...passage, class: 'bus' } }),
      'bad-signature',
    ],
  ])('%s goes to quarantine with its reason and is acknowledged as rejected', async (_, payload, code) => {
    const before = box.acks.length;
    const stored = rows('SELECT id FROM events').length;
    await box.publish('passage.recorded.v1', payload());
    expect((await ack(before + 1)).rejected).toMatchObject([{ code }]);
    expect(rows<{ code: string }>('SELECT code FROM quarantine ORDER BY id DESC LIMIT 1')).toEqual([
      { code },
    ]);
    expect(rows('SELECT id FROM events')).toHaveLength(stored);
  });

  test('many refused events at once are all named, in acknowledgements a box accepts', async () => {
    const before = box.acks.length;
    const bad = Array.from({ length: 60 }, (_, n) => box.publish('passage.recorded.v1', `{"bad":${n}}`));
    await Promise.all(bad);
    const rejected = () =>
      (box.acks.slice(before) as { rejected: object[] }[]).map((one) => one.rejected.length);
    for (let tries = 0; rejected().reduce((a, b) => a + b, 0) < 60 && tries < 100; tries += 1)
      await sleep(50);
    expect(rejected().reduce((a, b) => a + b, 0)).toBe(60);
    expect(Math.max(...rejected())).toBeLessThanOrEqual(16);
  });

  test('a damaged copy of an event does not make the box forget the real one', async () => {
    const event = box.event('passage.recorded.v1', passage);
    const before = box.acks.length;
    await box.publish('passage.recorded.v1', { ...event, data: { ...passage, class: 'bus' } });
    const refused = await ack(before + 1);
    expect(refused.rejected).toMatchObject([{ code: 'bad-signature' }]);
    const spokenFor =
      refused.upTo >= event.seq &&
      !refused.holes.some(([from = 0, to = 0]) => from <= event.seq && event.seq <= to);
    expect(spokenFor).toBe(false);
    await box.publish('passage.recorded.v1', event);
    expect(await ack(before + 2)).toMatchObject({ upTo: event.seq, rejected: [] });
  });

  test('under the name of another box is dropped by the broker', async () => {
    const count = rows('SELECT id FROM quarantine').length;
    // The broker ends the connection of who writes where he may not.
    const refused = box.publish('passage.recorded.v1', box.event('passage.recorded.v1', passage), 'box-02');
    await Promise.race([refused.catch(() => undefined), sleep(1_000)]);
    expect(rows('SELECT id FROM quarantine')).toHaveLength(count);
  });

  test('a box that nobody enrolled is not let in', async () => {
    await expect(stranger.connect(ready.mqttPort)).rejects.toThrow();
  });
});

describe('pictures', () => {
  const jpeg = Buffer.from('not really a picture, but bytes all the same');
  const sha256 = createHash('sha256').update(jpeg).digest('hex');
  const url = () => `${ready.url}/media/${sha256}`;
  const send = (from: number, to: number, body = jpeg.subarray(from, to)) => {
    const range = { 'content-range': `bytes ${from}-${to - 1}/${jpeg.length}` };
    return fetch(url(), {
      method: 'PUT',
      headers: { ...box.proof(sha256), ...range },
      body: Buffer.from(body),
    });
  };

  test('an upload goes on where it broke off', async () => {
    expect((await send(0, 10)).status).toBe(202);
    const head = await fetch(url(), { method: 'HEAD', headers: box.proof(sha256) });
    expect([head.headers.get('upload-offset'), head.headers.get('upload-complete')]).toEqual(['10', '?0']);
    const wrong = await send(20, 30);
    expect([wrong.status, wrong.headers.get('upload-offset')]).toEqual([416, '10']);
    expect((await send(10, jpeg.length)).status).toBe(201);
    expect(
      (await fetch(url(), { method: 'HEAD', headers: box.proof(sha256) })).headers.get('upload-complete'),
    ).toBe('?1');
  });

  test('bytes that do not have the hash they claim are refused', async () => {
    const wrong = createHash('sha256').update('other').digest('hex');
    const answer = await fetch(`${ready.url}/media/${wrong}`, {
      method: 'PUT',
      headers: box.proof(wrong),
      body: jpeg,
    });
    expect(answer.status).toBe(422);
  });

  test('nobody sees one without signing in, and no stranger adds one', async () => {
    expect((await fetch(url())).status).toBe(401);
    expect((await fetch(url(), { method: 'PUT', headers: stranger.proof(sha256), body: jpeg })).status).toBe(
      401,
    );
  });
});

describe('people', () => {
  let cookie = '';
  let csrf = '';
  const ask = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    fetch(`${ready.url}${path}`, {
      method,
      headers: {
        cookie,
        'x-csrf-token': csrf,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  async function signIn(username: string, password: string): Promise<number> {
    [cookie, csrf] = ['', ''];
    const answer = await ask('POST', '/api/session', { username, password });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    csrf = ((await answer.json()) as { csrfToken?: string }).csrfToken ?? '';
    return answer.status;
  }

  test('the cookie is strict and invisible to scripts', async () => {
    const answer = await ask('POST', '/api/session', { username: 'admin', password: ready.adminPassword });
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
  });

  test('a change without the token, or from another site, is refused', async () => {
    expect(await signIn('admin', ready.adminPassword)).toBe(200);
    const user = { username: 'lan', name: 'Lan', role: 'technician', password: 'a-long-password' };
    expect((await ask('POST', '/api/users', user, { 'x-csrf-token': 'guess' })).status).toBe(403);
    expect((await ask('POST', '/api/users', user, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await ask('POST', '/api/users', user)).status).toBe(201);
  });

  test('a technician sees boxes but no violations, and a disabled account is out at once', async () => {
    await signIn('lan', 'a-long-password');
    expect((await ask('GET', '/api/violations')).status).toBe(403);
    const boxes = (await (await ask('GET', '/api/boxes')).json()) as { id: string }[];
    expect(boxes.map(({ id }) => id)).toEqual(['box-01']);
    const [theirCookie, theirCsrf] = [cookie, csrf];
    await signIn('admin', ready.adminPassword);
    const users = (await (await ask('GET', '/api/users')).json()) as { id: string; username: string }[];
    const lan = users.find(({ username }) => username === 'lan');
    expect((await ask('PATCH', `/api/users/${lan?.id ?? ''}`, { disabled: true })).status).toBe(200);
    [cookie, csrf] = [theirCookie, theirCsrf];
    expect((await ask('GET', '/api/boxes')).status).toBe(401);
  });

  test('an officer’s decision is added, stays through a restart, and cannot be overtaken', async () => {
    const example = readFileSync('central/contracts/examples/violation.detected.v1.valid.json', 'utf8');
    const { data: act } = JSON.parse(example) as { data: object };
    // The broker ended the connection of the test above.
    await box.close();
    await box.connect(ready.mqttPort);
    const before = box.acks.length;
    const event = box.event('violation.detected.v1', act);
    await box.publish('violation.detected.v1', event);
    expect((await ack(before + 1)).rejected).toEqual([]);
    await signIn('admin', ready.adminPassword);
    for (const [username, role] of [
      ['minh', 'officer'],
      ['hoa', 'supervisor'],
    ]) {
      const user = { username, name: username, role, password: 'a-long-password' };
      expect((await ask('POST', '/api/users', user)).status).toBe(201);
    }

    await signIn('minh', 'a-long-password');
    const page = (await (await ask('GET', '/api/violations')).json()) as ViolationPage;
    expect(page.items).toMatchObject([{ id: event.id, state: 'pending' }]);
    const path = `/api/violations/${event.id}`;
    const decide = (after: number) =>
      ask('POST', `${path}/decisions`, { outcome: 'rejected', reason: 'poor-picture', note: 'mờ', after });
    expect((await decide(0)).status).toBe(201);
    const late = await decide(0);
    expect([late.status, ((await late.json()) as { code: string }).code]).toEqual([409, 'decided-meanwhile']);
    expect((await ask('GET', '/api/users')).status).toBe(403);

    await signIn('hoa', 'a-long-password');
    expect((await ask('GET', path)).status).toBe(403);
    expect((await decide(1)).status).toBe(403);

    await kill(child, 'SIGKILL');
    const { adminPassword } = ready;
    ({ child, ready } = await startCentral(central, ['--port', '0', '--mqtt-port', '0']));
    expect(ready.adminPassword).toBeNull();
    ready = { ...ready, adminPassword };
    await signIn('minh', 'a-long-password');
    const found = (await (await ask('GET', path)).json()) as ViolationCase;
    expect(found).toMatchObject({ state: 'rejected', seq: event.seq });
    expect(found.decisions).toMatchObject([
      { outcome: 'rejected', reason: 'poor-picture', note: 'mờ', by: { name: 'minh' } },
    ] satisfies [Partial<Omit<Decision, 'by'>> & { by: object }]);
    expect(await (await ask('GET', '/api/overview')).json()).toMatchObject({ pending: 0, decidedToday: 1 });
  });

  test('an unknown case is 404, and the interface is described at /docs', async () => {
    await signIn('admin', ready.adminPassword);
    expect((await ask('GET', '/api/violations/019ab0a1-1111-7abc-8def-0123456789ab')).status).toBe(404);
    const openapi = (await (await ask('GET', '/docs/json')).json()) as { paths: object };
    expect(Object.keys(openapi.paths)).toContain('/api/violations/{id}/decisions');
  });
});

test('guessing passwords is slowed down', { timeout: 60_000 }, async () => {
  const guess = async () => {
    const answer = await fetch(`${ready.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'nobody', password: 'guess' }),
    });
    return answer.status;
  };
  const answers = await Promise.all(Array.from({ length: 14 }, guess));
  expect(new Set(answers)).toEqual(new Set([401, 429]));
});

test('a first start that failed does not swallow the first password', async () => {
  const busy = createServer().listen(0, '127.0.0.1');
  await once(busy, 'listening');
  const port = String((busy.address() as AddressInfo).port);
  const folder = join(data, 'first');
  const args = ['--data', folder, '--port', '0', '--mqtt-port', port];
  expect(runProgram('central/src/main.ts', args).stderr).toMatch(/port \d+ is in use/);
  busy.close();
  const second = await startCentral(folder, ['--port', '0', '--mqtt-port', '0']);
  expect(second.ready.adminPassword).toMatch(/^\w{7}(-\w{7}){3}$/);
  await kill(second.child, 'SIGTERM');
});

test('behind Mosquitto events flow again once the store is well', { timeout: 90_000 }, async () => {
  const port = await freePort();
  const conf = join(data, 'mosquitto.conf');
  writeFileSync(conf, `listener ${port} 127.0.0.1\nallow_anonymous true\nmax_inflight_messages 20\n`);
  const mosquitto = spawn('/usr/sbin/mosquitto', ['-c', conf], { stdio: 'ignore' });
  const folder = join(data, 'behind');
  const other = new SignedBox('box-03', data);
  await sleep(500);
  const behind = await startCentral(folder, ['--port', '0', '--broker', `mqtt://127.0.0.1:${port}`]);
  try {
    enrol(folder, other.id, other.publicKeyFile);
    await other.connect(port);
    const db = new Database(join(folder, 'central.db'));
    const stored = () => db.prepare<[], { n: number }>('SELECT count(*) AS n FROM events').get()?.n;
    for (let tries = 0; tries < 100 && !(await isReady(behind.ready.url)); tries += 1) await sleep(50);
    db.exec('BEGIN IMMEDIATE');
    // More than the broker leaves unconfirmed: its window is full of what could not be stored.
    for (let n = 0; n < 40; n += 1)
      await other.publish('passage.recorded.v1', other.event('passage.recorded.v1', passage));
    await sleep(7_000);
    expect(other.acks).toEqual([]);
    db.exec('ROLLBACK');
    for (let tries = 0; tries < 300 && stored() !== 40; tries += 1) await sleep(100);
    expect(stored()).toBe(40);
    db.close();
  } finally {
    await other.close();
    await kill(behind.child, 'SIGTERM');
    mosquitto.kill();
  }
});

async function isReady(url: string): Promise<boolean> {
  return (await fetch(`${url}/readyz`)).ok;
}

describe('a centre that cannot start says why in one line', () => {
  test('port in use', () => {
    const port = new URL(ready.url).port;
    const { status, stderr } = runProgram('central/src/main.ts', [
      '--data',
      join(data, 'other'),
      '--port',
      port,
      '--mqtt-port',
      '0',
    ]);
    expect(status).toBe(1);
    expect(stderr.trim()).toBe(`vamco central: port ${port} is in use; choose another with --port`);
  });

  test('a data folder that cannot be written', async () => {
    const file = join(data, 'a-file');
    writeFileSync(file, '');
    const { status, stderr } = runProgram('central/src/main.ts', [
      '--data',
      join(file, 'folder'),
      '--port',
      String(await freePort()),
    ]);
    expect(status).toBe(1);
    expect(stderr.trim()).toMatch(/^vamco central: the data folder .* cannot be written/);
  });
});
