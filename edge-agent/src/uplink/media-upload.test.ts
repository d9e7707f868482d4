import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mediaProof } from '@vamco/contracts';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MediaUploader, type MediaSource } from './media-upload.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const picture = Buffer.from('the bytes of a still');
let sha256 = '';

interface Put {
  range: string | undefined;
  body: string;
}

let dir: string;
let server: Server;
let offset: number;
let answers: number[];
let puts: Put[];
let done: string[];
let refused: string[];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'vamco-upload-'));
  [offset, answers, puts, done, refused] = [0, [], [], [], []];
  server = createServer((request, response) => {
    void readAll(request).then((body) => {
      const proof = (request.headers.authorization ?? '').split(' ')[2] ?? '';
      const known = verify(
        null,
        Buffer.from(mediaProof('box-1', sha256)),
        publicKey,
        Buffer.from(proof, 'base64'),
      );
      if (request.method === 'PUT') puts.push({ range: request.headers['content-range'], body });
      const status = !known ? 401 : request.method === 'PUT' ? (answers.shift() ?? 201) : 200;
      response.writeHead(status, { 'upload-offset': offset }).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterEach(() => {
  server.close();
  rmSync(dir, { recursive: true });
});

test('goes on where the last try stopped', async () => {
  offset = 4;
  await upload(() => done.length > 0);
  expect(puts).toEqual([{ range: `bytes 4-19/20`, body: 'bytes of a still' }]);
});

test('bytes that are all there but were never taken as a file are sent again', async () => {
  offset = picture.length;
  await upload(() => done.length > 0);
  expect(puts).toEqual([{ range: undefined, body: picture.toString() }]);
});

test('a clip goes in pieces, the last of which makes it a file', async () => {
  const clip = Buffer.alloc(9 * 1024 * 1024, 'clip');
  answers = [202, 202, 201];
  await upload(() => done.length > 0, clip, clip);
  expect(puts.map(({ range }) => range)).toEqual([
    'bytes 0-4194303/9437184',
    'bytes 4194304-8388607/9437184',
    'bytes 8388608-9437183/9437184',
  ]);
  expect(puts.map(({ body }) => body).join('')).toBe(clip.toString());
  expect(done).toHaveLength(1);
});

test('a centre in trouble is tried again', async () => {
  answers = [503, 409];
  await upload(() => done.length > 0);
  expect(puts).toHaveLength(3);
  expect(refused).toEqual([]);
});

test('a picture that will never be taken steps aside', async () => {
  answers = [413];
  await upload(() => refused.length > 0);
  expect([done, refused]).toEqual([[], ['the centre answered 413']]);
});

test('a picture that rotted on the disk is not sent', async () => {
  await upload(() => refused.length > 0, 'the bytes of a stilL');
  expect([puts, refused]).toEqual([[], ['the file was damaged on the disk']]);
});

async function upload(
  until: () => boolean,
  onDisk: string | Buffer = picture,
  what = picture,
): Promise<void> {
  sha256 = createHash('sha256').update(what).digest('hex');
  const file = join(dir, 'still.jpg');
  writeFileSync(file, onDisk);
  let waiting = true;
  const source: MediaSource = {
    nextMedia: () => (waiting ? { sha256, bytes: what.length, file } : undefined),
    mediaDone: (hash) => {
      waiting = false;
      done.push(hash);
    },
    mediaRefused: (_hash, reason) => {
      waiting = false;
      refused.push(reason);
    },
  };
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const stop = new AbortController();
  const uploader = new MediaUploader({
    box: 'box-1',
    base,
    source,
    key: privateKey,
    log: pino({ level: 'silent' }),
    maxBackoffMs: 250,
  });
  const running = uploader.run(stop.signal);
  for (let waits = 0; waits < 200 && !until(); waits += 1) await sleep(25);
  stop.abort();
  await running;
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
