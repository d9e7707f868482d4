import { randomBytes } from 'node:crypto';
import { fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { EventDraft } from '@vamco/contracts';
import { pino } from 'pino';
import { systemClock, utcText } from '../../edge-agent/src/base/clock.ts';
import { loadOrCreateBoxKey } from '../../edge-agent/src/outbox/box-key.ts';
import { storeMedia, type StoredMedia } from '../../edge-agent/src/outbox/media-files.ts';
import { Outbox } from '../../edge-agent/src/outbox/outbox.ts';
import { MediaUploader } from '../../edge-agent/src/uplink/media-upload.ts';
import { Uplink } from '../../edge-agent/src/uplink/uplink.ts';
import { PubackUplink } from './puback-uplink.ts';

/*
 * A box without cameras: the real outbox and uplink, fed with numbered events. Each event's id goes into a
 * journal (synced) after `put` returned: that is what was promised. It prints the depth of its outbox.
 */
const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: '' },
    box: { type: 'string', default: '' },
    broker: { type: 'string', default: '' },
    media: { type: 'string', default: '' },
    ca: { type: 'string' },
    cert: { type: 'string' },
    key: { type: 'string' },
    rate: { type: 'string', default: '20' },
    'ack-from': { type: 'string', default: 'collector' },
    quiet: { type: 'boolean', default: false },
  },
});
const { dir, box, broker } = values;
const log = pino({ level: process.env['EVENT_BOX_LOG'] ?? 'silent' }, pino.destination(2));
const key = loadOrCreateBoxKey(dir);
const clock = systemClock;
const outbox = new Outbox({ dir, box, key, clock, log });
const { ca, cert, key: keyFile } = values;
const tls =
  ca !== undefined && cert !== undefined && keyFile !== undefined ? { ca, cert, key: keyFile } : undefined;
// Short times: the test waits seconds, not minutes, for what was lost on the way.
const config = { box, version: 'test', broker, tls, resendMs: 5_000, deafMs: 10_000, maxBackoffMs: 3_000 };
const parts = { config, source: outbox, key, clock, log };
const uplink = values['ack-from'] === 'puback' ? new PubackUplink(parts) : new Uplink(parts);
const uploader = new MediaUploader({
  box,
  base: values.media,
  source: outbox,
  key,
  log,
  maxBackoffMs: 3_000,
});
const stop = new AbortController();
uplink.start(stop.signal);
void uploader.run(stop.signal);

const journal = openSync(join(dir, 'journal.txt'), 'a');
let made = 0;
if (!values.quiet) setInterval(() => void make(), 1000 / Number(values.rate));
setInterval(() => process.stdout.write(`${JSON.stringify(outbox.depth())}\n`), 250);

async function make(): Promise<void> {
  made += 1;
  // Every tenth is a violation with a picture, which overtakes the passages.
  const still = made % 10 === 0 ? await storeMedia(join(dir, 'media'), randomBytes(40_000)) : undefined;
  const event = outbox.put(still ? violation(made, still) : passage(made), still ? [still] : []);
  writeSync(journal, `${event.id} ${still?.sha256 ?? ''}\n`);
  fsyncSync(journal);
  uplink.wake();
}

type Draft<Schema extends EventDraft['schema']> = Extract<EventDraft, { schema: Schema }>;

function passage(id: number): Draft<'passage.recorded.v1'> {
  const data = {
    camera: 'cam-01',
    track: { run: '00000001', id },
    class: 'car',
    score: 0.9,
    line: 'main',
    direction: 'forward',
  } as const;
  return { schema: 'passage.recorded.v1', time: time(), data };
}

function violation(id: number, { sha256, bytes }: StoredMedia): Draft<'violation.detected.v1'> {
  const data: Draft<'violation.detected.v1'>['data'] = {
    camera: 'cam-01',
    place: { name: 'test' },
    track: { run: '00000001', id },
    class: 'car',
    score: 0.9,
    rule: { id: 'wrong-way', version: 1 },
    zone: 'lane-a',
    began: time().utc,
    stills: [{ role: 'at', atMs: 0, box: [0.1, 0.2, 0.3, 0.4], media: { sha256, bytes } }],
    model: 'none',
  };
  return { schema: 'violation.detected.v1', time: time(), data };
}

function time() {
  return {
    utc: utcText(Date.now()),
    errMs: 500,
    source: 'unsynced',
    bootId: '00000001',
    monoMs: Math.round(performance.now()),
  } as const;
}
