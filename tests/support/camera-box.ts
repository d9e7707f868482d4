import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { parse, stringify } from 'yaml';
import { root } from './programs.ts';

/** The name of the box that is the real agent: ffmpeg, RTSP, detector, rules, evidence, outbox, uplink. */
export const CAMERA_BOX = 'box-cam';

/** Writes the site file of a box with one camera (`more` of its settings); gives the arguments that start its agent. */
export function cameraBoxArgs(
  dir: string,
  streamUrl: string,
  uplink: { broker: string; media: string; tls?: Record<string, string> },
  more: Record<string, unknown> = {},
): string[] {
  mkdirSync(dir, { recursive: true });
  const document = parse(readFileSync(join(root, 'tests/fixtures/rendered/demo.scene.yaml'), 'utf8')) as {
    scene?: object;
  };
  const camera = {
    ...{ id: 'cam-01', name: 'Camera 01', kind: 'traffic', streamUrl, detectFps: 5 },
    presets: [{ id: 'home', scene: document.scene ?? document }],
    ...more,
  };
  const site = {
    version: 1,
    site: { id: 'chaos-site', name: 'Đường 30/4 (mô phỏng)' },
    box: { id: CAMERA_BOX },
    uplink,
    cameras: [camera],
  };
  writeFileSync(join(dir, 'site.yaml'), stringify(site));
  const manifest = join(root, 'models/manifest.json');
  const calendars = join(root, 'firmware-config/calendars');
  return [
    ...['agent', '--site', join(dir, 'site.yaml'), '--data', dir, '--log', 'fatal'],
    ...['--manifest', manifest, '--calendars', calendars],
  ];
}

/** What the box itself says that it handed out, and what still lies in its outbox. */
export interface OutboxState {
  epoch: string;
  /** Number of the newest event ever made. */
  last: number;
  pending: number[];
  media: number;
}

export function outboxState(dir: string): OutboxState {
  const db = new Database(join(dir, 'outbox.db'), { readonly: true, timeout: 5_000 });
  try {
    const chain = db.prepare<[], { epoch: string; seq: number }>('SELECT epoch, seq FROM chain').get();
    const pending = db.prepare<[], number>('SELECT seq FROM events ORDER BY seq').pluck().all();
    const media = db.prepare<[], number>('SELECT count(*) FROM media').pluck().get() ?? 0;
    return { epoch: chain?.epoch ?? '', last: chain?.seq ?? 0, pending, media };
  } finally {
    db.close();
  }
}

/** The agent alone may open its outbox, so it is ended before each look, and started again while something is left. */
export async function untilSent(
  dir: string,
  agent: { start: () => void; end: () => Promise<void> },
  patienceMs: number,
): Promise<OutboxState> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    await sleep(4_000);
    await agent.end();
    const state = outboxState(dir);
    if ((state.pending.length === 0 && state.media === 0) || Date.now() > deadline) return state;
    agent.start();
  }
}
