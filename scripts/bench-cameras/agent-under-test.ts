import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { ruleIds, type BoxHealthReportedV1, type ViolationDetectedV1 } from '@vamco/contracts';
import Database from 'better-sqlite3';
import { parse, stringify } from 'yaml';
import { kill } from '../../tests/support/programs.ts';
import { enrolBox, startCentral } from '../demo-parts/programs.ts';

const root = resolve(import.meta.dirname, '../..');
const BOX = 'bench-box';
/** What is recorded of a camera: full within seven minutes, as on a box that has lived for a day. Its index grows until then. */
const CLIP_MEGABYTES = 100;

export interface CameraOfSite {
  id: string;
  streamUrl: string;
  onvifUrl?: string;
}

/** One line of the agent's log. */
export interface LogLine {
  atMs: number;
  level: number;
  camera: string;
  text: string;
  fields: Record<string, unknown>;
}

/** The built agent as a process of its own, with a real centre that takes its events. */
export class AgentUnderTest {
  readonly #data: string;
  readonly #child: ChildProcess;
  readonly #endCentral: () => Promise<void>;
  readonly log: LogLine[] = [];

  private constructor(data: string, child: ChildProcess, endCentral: () => Promise<void>) {
    this.#data = data;
    this.#child = child;
    this.#endCentral = endCentral;
    if (child.stderr)
      createInterface({ input: child.stderr }).on('line', (line) => {
        this.log.push(readLogLine(line));
      });
  }

  /**
   * Throws when the programs are not built.
   * @param data a folder of its own
   * @param model which detector the box uses; what it takes by itself when undefined
   * @param without `rules`: nothing is judged, so that there is no evidence either
   */
  static async start(
    data: string,
    model: string | undefined,
    cameras: readonly CameraOfSite[],
    without?: 'rules',
  ): Promise<AgentUnderTest> {
    if (!existsSync(join(root, 'edge-agent/dist/main.js')))
      throw new Error('the agent is not built: type "npm run build"');
    mkdirSync(data, { recursive: true });
    const { ready, ...central } = await startCentral(data);
    await enrolBox(data, BOX);
    const site = join(data, 'site.yaml');
    const uplink = { broker: `mqtt://127.0.0.1:${ready.mqttPort}`, media: ready.url };
    writeFileSync(site, siteFile(model, cameras, uplink, without));
    const args = ['agent', '--site', site, '--data', join(data, 'agent'), '--log', 'info'];
    // By the environment, for threads do not inherit arguments.
    const NODE_OPTIONS = `--import ${join(import.meta.dirname, 'collect-on-signal.mjs')}`;
    const child = spawn(process.execPath, ['--expose-gc', join(root, 'edge-agent/bin/vamco.js'), ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...environmentOfBoxes(), NODE_OPTIONS, VAMCO_HELD_TO: heldIn(data) },
    });
    return new AgentUnderTest(data, child, central.kill);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Waits. Throws as soon as the agent has ended, with its last words. */
  async livesFor(ms: number): Promise<void> {
    const until = Date.now() + ms;
    for (;;) {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        const words = this.log.slice(-3).map(({ text }) => text);
        throw new Error(`the agent has ended: ${words.join(' / ')}`);
      }
      const left = until - Date.now();
      if (left <= 0) return;
      await sleep(Math.min(1_000, left));
    }
  }

  /** Has the agent collect its garbage and write a line of what it holds to `heldFile`, a second later. */
  tellHeld(): void {
    this.#child.kill('SIGUSR2');
  }

  get heldFile(): string {
    return heldIn(this.#data);
  }

  /** Folder of a camera's recorded pieces. */
  piecesOf(camera: string): string {
    return join(this.#data, 'agent/cameras', camera, 'segments');
  }

  healthReports(): BoxHealthReportedV1[] {
    return this.#events<BoxHealthReportedV1>('box.health-reported.v1');
  }

  violations(): ViolationDetectedV1[] {
    return this.#events<ViolationDetectedV1>('violation.detected.v1');
  }

  /** How long after it happened each of these events was at the centre, ms, in the order in which they came. */
  lateness(schema: 'passage.recorded.v1' | 'violation.detected.v1'): number[] {
    return this.#rows<{ at: string; stored_ms: number }>('at, stored_ms', schema).map(
      ({ at, stored_ms: storedMs }) => storedMs - Date.parse(at),
    );
  }

  /** A still that the centre has; undefined when it has not arrived. */
  still(sha256: string): Buffer | undefined {
    const file = join(this.#data, 'central/media', sha256.slice(0, 2), `${sha256}.jpg`);
    return existsSync(file) ? readFileSync(file) : undefined;
  }

  async stop(): Promise<void> {
    await kill(this.#child, 'SIGTERM');
    await this.#endCentral();
  }

  #events<Event>(schema: string): Event[] {
    return this.#rows<{ payload: string }>('payload', schema).map(
      ({ payload }) => JSON.parse(payload) as Event,
    );
  }

  #rows<Row>(columns: string, schema: string): Row[] {
    const db = new Database(join(this.#data, 'central/central.db'), { readonly: true, timeout: 5_000 });
    try {
      return db
        .prepare<[string], Row>(`SELECT ${columns} FROM events WHERE schema = ? ORDER BY seq`)
        .all(schema);
    } finally {
      db.close();
    }
  }
}

const heldIn = (data: string) => join(data, 'held.jsonl');

/** What `firmware-config` gives the agent on a box. Throws where the allocator that it names is not installed. */
function environmentOfBoxes(): NodeJS.Dict<string> {
  const env = parseEnv(readFileSync(join(root, 'firmware-config/agent.env'), 'utf8'));
  // The loader goes on without a library that it cannot find, with a line on stderr.
  if (spawnSync('true', { env: { ...process.env, ...env } }).stderr.length > 0)
    throw new Error(`${env['LD_PRELOAD'] ?? ''} is missing: type "apt-get install libjemalloc2"`);
  return env;
}

/** The demo's junction before every camera: its rules, plates and evidence are at work, too. */
function siteFile(
  model: string | undefined,
  cameras: readonly CameraOfSite[],
  uplink: { broker: string; media: string },
  without?: 'rules',
): string {
  const text = readFileSync(join(root, 'tests/fixtures/rendered/demo.scene.yaml'), 'utf8');
  const { scene } = parse(text) as { scene: object };
  const document = {
    version: 1,
    site: { id: 'bench-site', name: 'Đường 30/4 (mô phỏng)' },
    box: { id: BOX },
    uplink,
    ...(model !== undefined && { model }),
    cameras: cameras.map(({ id, ...addresses }) => ({
      ...{ id, name: id, kind: 'traffic', detectFps: 5, clipMegabytes: CLIP_MEGABYTES, ...addresses },
      presets: [{ id: 'home', scene: without ? { ...scene, rules: allOff } : scene }],
    })),
  };
  // The scene is one object for all; site files know no aliases.
  return stringify(document, { aliasDuplicateObjects: false });
}

const allOff = Object.fromEntries(ruleIds.map((rule) => [rule, { off: true }]));

function readLogLine(line: string): LogLine {
  try {
    const { time, level, camera, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
    return {
      ...{ atMs: Date.parse(String(time)), level: Number(level), camera: String(camera), text: String(msg) },
      fields,
    };
  } catch {
    return { atMs: Date.now(), level: 50, camera: '', text: line, fields: {} };
  }
}
