import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { loadOrCreateBoxKey } from '../../edge-agent/src/outbox/box-key.ts';
import { compareBooks, compareOutbox, type Books } from './books.ts';
import { bundle } from './bundle.ts';
import { CAMERA_BOX, cameraBoxArgs, untilSent } from './camera-box.ts';
import { enrol, freePort, kill, root } from './programs.ts';
import { startVirtualCamera } from './virtual-camera/rtsp-server.ts';

/** A broker beside the centre that may be killed too; without one the centre's own is used. */
export interface TestBroker {
  url: string;
  boxArgs: (box: string) => string[];
  centralArgs: string[];
  /** Starts it without waiting; the others try until it is there. */
  start: () => ChildProcess;
}

export interface Verdict {
  seed: number;
  kills: Record<string, number>;
  /** Programs that ended by themselves, with their last words; nothing but our kills may do that. */
  died: string[];
  seconds: number;
  drainedS: number;
  /** What still lay in the outboxes of the honest boxes at the end. */
  left: number;
  boxes: Record<string, Books>;
  /** Events of the real agent that the centre holds, by schema. */
  seen: Record<string, number>;
}

/** Two honest boxes that make many events, and one that trusts the broker’s PUBACK. */
const makers = ['box-a', 'box-b', 'control'] as const;
/** These, and one that is the real agent with a real stream. */
export const boxes = [...makers, CAMERA_BOX] as const;
// Longer than it takes a box to notice that nobody acknowledges any more.
const SETTLE_MS = 150_000;
/** The clip that the real agent watches begins anew so often. */
const CLIP_MS = 24_000;
/** A commit waits 5 s for the lock, and several pictures may stand before it. */
const HANG_MS = 60_000;
/** The first commit that fails may hold one event of any box; by the third every box has waited in line. */
const FAILED_COMMITS = 3;
const LAST_WORDS = 2_000;

/**
 * Kills the programs of three boxes and one centre at random while events flow, starts each again, waits
 * until the outboxes are empty, then compares the books.
 */
export async function killAtRandom({
  kills,
  seed,
  broker,
}: {
  kills: number;
  seed: number;
  broker?: TestBroker;
}): Promise<Verdict> {
  const [boxProgram, centralProgram, agentProgram] = [
    await bundle('tests/support/event-box.ts'),
    await bundle('central/src/main.ts'),
    await bundle('edge-agent/src/main.ts', ['edge-agent/src/models/network-main.ts']),
  ];
  const camera = await startVirtualCamera(join(root, 'tests/fixtures/rendered/demo.mp4'));
  const random = seeded(seed);
  const control = ['--ack-from', 'puback', '--rate', broker ? '20' : '80'];
  const began = Date.now();
  const work = mkdtempSync(join(tmpdir(), 'vamco-chaos-'));
  const central = join(work, 'central');
  const [port, mqttPort] = [await freePort(), await freePort()];
  for (const box of boxes) {
    loadOrCreateBoxKey(join(work, box));
    mkdirSync(central, { recursive: true });
    enrol(central, box, join(work, box, 'box.pub.pem'));
  }
  const agentArgs = cameraBoxArgs(join(work, CAMERA_BOX), camera.url, {
    broker: broker?.url ?? `mqtt://127.0.0.1:${mqttPort}`,
    media: `http://127.0.0.1:${port}`,
    ...(broker && { tls: tlsOf(broker.boxArgs(CAMERA_BOX)) }),
  });
  const startBox = (box: (typeof makers)[number], ...more: string[]) => {
    const where = [
      '--dir',
      join(work, box),
      '--box',
      box,
      '--broker',
      broker?.url ?? `mqtt://127.0.0.1:${mqttPort}`,
    ];
    const how = [
      '--media',
      `http://127.0.0.1:${port}`,
      ...(box === 'control' ? control : []),
      ...(broker?.boxArgs(box) ?? []),
    ];
    return startNode(boxProgram, [...where, ...how, ...more]);
  };
  const centralArgs = [
    '--data',
    central,
    '--json',
    '--log',
    'error',
    '--port',
    String(port),
    '--mqtt-port',
    String(mqttPort),
    '--regulations',
    join(root, 'firmware-config/regulations'),
    ...(broker?.centralArgs ?? []),
  ];
  const starters: Record<string, () => ChildProcess> = {
    ...(broker && { broker: broker.start }),
    collector: () => startNode(centralProgram, centralArgs, 'pipe'),
    ...Object.fromEntries(makers.map((box) => [box, () => startBox(box)])),
    [CAMERA_BOX]: () => startNode(agentProgram, agentArgs),
  };
  const running = new Map<string, ChildProcess>();
  const counts: Record<string, number> = {};
  const died: string[] = [];
  /** The newest centre takes events. */
  let ready: Promise<void> = Promise.resolve();
  const restart = (name: string, start = starters[name]) => {
    if (!start) return;
    const child = start();
    running.set(name, child);
    if (name === 'collector') {
      ready = firstLine(child);
      // Whoever is killed before it was ready is followed by another.
      ready.catch(() => undefined);
    }
    let lastWords = '';
    child.stderr?.on('data', (text: Buffer) => {
      lastWords = (lastWords + text.toString()).slice(-LAST_WORDS);
    });
    // Not at its exit: what it said may still be in the pipe.
    child.once('close', (code) => {
      if (code !== null) died.push(`${name}: ${code} ${lastWords}`);
    });
  };
  try {
    for (const name of Object.keys(starters)) restart(name);
    await ready;
    await sleep(1_500);
    const kinds = broker ? ['broker', 'collector', 'agent'] : ['collector', 'agent'];
    for (let count = 0; count < kills; count += 1) {
      await sleep(300 + random() * 1_200);
      const kind = pick(kinds, random);
      const name = kind === 'agent' ? pick(boxes, random) : kind;
      await end(running, name);
      counts[kind] = (counts[kind] ?? 0) + 1;
      await sleep(random() * 400);
      restart(name);
    }
    // Undisturbed for once: the real agent has been killed so often that it may not have seen one act to its end.
    await ready;
    await untilViolation(central, CAMERA_BOX);
    // And once the centre's disk hangs until commits fail: the broker said PUBACK, nobody stored it.
    await untilHeard(central, 'control');
    await hangDisk(central, running.get('collector'));
    // Quiet: no more events are made, all that was promised must arrive.
    const quietSince = Date.now();
    for (const box of makers) {
      await end(running, box);
      restart(box, () => startBox(box, '--quiet'));
    }
    await camera.stop();
    const left = await Promise.all(makers.map((box) => untilEmpty(running.get(box))));
    const agent = {
      start: () => {
        restart(CAMERA_BOX);
      },
      end: () => end(running, CAMERA_BOX),
    };
    const sent = await untilSent(join(work, CAMERA_BOX), agent, SETTLE_MS);
    const seconds = (since: number) => Math.round((Date.now() - since) / 1000);
    const drainedS = seconds(quietSince);
    await end(running, 'collector');
    const books = {
      ...Object.fromEntries(makers.map((box) => [box, compareBooks(join(work, box), box, central)])),
      [CAMERA_BOX]: compareOutbox(sent, CAMERA_BOX, central),
    };
    const seen = countSchemas(central, CAMERA_BOX);
    rmSync(work, { recursive: true });
    return {
      seed,
      kills: counts,
      died,
      seconds: seconds(began),
      drainedS,
      left: (left[0] ?? 1) + (left[1] ?? 1) + sent.pending.length + sent.media,
      boxes: books,
      seen,
    };
  } finally {
    for (const name of running.keys()) await end(running, name);
    await camera.stop();
  }
}

/** `--ca FILE --cert FILE --key FILE` as the site file wants it. */
function tlsOf(flags: readonly string[]): Record<string, string> {
  const pairs = flags.flatMap((flag, i) =>
    flag.startsWith('--') ? [[flag.slice(2), flags[i + 1] ?? '']] : [],
  );
  return Object.fromEntries(pairs) as Record<string, string>;
}

function countSchemas(central: string, box: string): Record<string, number> {
  const db = new Database(join(central, 'central.db'), { readonly: true });
  const rows = db
    .prepare<[string], { schema: string; n: number }>(
      'SELECT schema, count(*) AS n FROM events WHERE box = ? GROUP BY schema',
    )
    .all(box);
  db.close();
  return Object.fromEntries(rows.map(({ schema, n }) => [schema, n]));
}

/** Waits for the first violation of a box, as long as two rounds of its clip. */
async function untilViolation(central: string, box: string): Promise<void> {
  const deadline = Date.now() + 2 * CLIP_MS;
  while (Date.now() < deadline && !countSchemas(central, box)['violation.detected.v1']) await sleep(1_000);
}

/** Waits until the centre stores another event of a box: it is connected, whatever killed it before. */
async function untilHeard(central: string, box: string): Promise<void> {
  const stored = () => Object.values(countSchemas(central, box)).reduce((sum, n) => sum + n, 0);
  const [before, deadline] = [stored(), Date.now() + 30_000];
  while (Date.now() < deadline && stored() === before) await sleep(200);
}

/** The centre says so when it is ready. */
async function firstLine(child: ChildProcess | undefined): Promise<void> {
  if (!child?.stdout) return;
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the centre did not start')));
  await Promise.race([once(child.stdout, 'data'), ended]);
  ended.catch(() => undefined);
}

function startNode(file: string, args: string[], stderr: 'pipe' | 'inherit' = 'inherit'): ChildProcess {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', stderr] });
  child.stderr?.on('data', (text: Buffer) => {
    if (process.env['CHAOS_LOG']) process.stderr.write(text);
  });
  return child;
}

async function end(running: Map<string, ChildProcess>, name: string): Promise<void> {
  const child = running.get(name);
  if (child) await kill(child);
}

/** Reads what a box says of its outbox until that is empty; gives what was left when patience ended. */
async function untilEmpty(box: ChildProcess | undefined): Promise<number> {
  if (!box?.stdout) return Infinity;
  const lines = createInterface({ input: box.stdout, signal: AbortSignal.timeout(SETTLE_MS) });
  let left = Infinity;
  for await (const line of lines) {
    const { events, media, rejected } = JSON.parse(line) as {
      events: number;
      media: number;
      rejected: number;
    };
    left = events + media + rejected;
    if (left === 0) break;
  }
  return left;
}

function pick<Item>(items: readonly [Item, ...Item[]] | readonly Item[], random: () => number): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

/** Mulberry32: small, and the same for the same seed everywhere. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Holds the write lock of the centre's database until commits of events have failed: pictures wait for it too. */
async function hangDisk(central: string, collector: ChildProcess | undefined): Promise<void> {
  const failed = new Promise<void>((resolve) => {
    let commits = 0;
    collector?.stderr?.on('data', (text: Buffer) => {
      if (!/events? could not be stored/u.test(text.toString())) return;
      commits += 1;
      if (commits === FAILED_COMMITS) resolve();
    });
  });
  const db = new Database(join(central, 'central.db'), { timeout: 5_000 });
  try {
    db.exec('BEGIN IMMEDIATE');
    await Promise.race([failed, sleep(HANG_MS)]);
    db.exec('ROLLBACK');
  } finally {
    db.close();
  }
}
