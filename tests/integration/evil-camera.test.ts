import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OnvifCamera } from '../../edge-agent/src/camera/onvif/onvif-camera.ts';
import { OnvifTrouble } from '../../edge-agent/src/camera/onvif/onvif-trouble.ts';
import { startSimulatedCamera } from '../../edge-agent/src/simulate/simulated-camera.ts';
import { evilOnvif, startEvilOnvif } from '../support/evil-camera/evil-onvif.ts';
import { evilRtsp, startEvilRtsp } from '../support/evil-camera/evil-rtsp.ts';
import { startEvilInTurn } from '../support/evil-camera/evil-stream.ts';
import { until, watchStream } from '../support/watch-stream.ts';

/** Where evil cameras try to send us: nobody may ever come here. */
let visitors = 0;
const inner = createServer((socket) => {
  visitors += 1;
  socket.destroy();
});
let foreign = '';
const dir = mkdtempSync(join(tmpdir(), 'vamco-evil-'));
beforeAll(async () => {
  inner.listen(0, '127.0.0.1');
  await new Promise((listening) => inner.once('listening', listening));
  foreign = `//127.0.0.1:${(inner.address() as AddressInfo).port}`;
});
afterAll(() => {
  inner.close();
  rmSync(dir, { recursive: true, force: true });
});

const expected: Record<keyof typeof evilRtsp, string> = {
  'an endless head': 'misbehaves',
  'an endless body': 'misbehaves',
  'a drip': 'no-answer',
  'a redirect inward': 'misbehaves',
  'a file as its track': 'misbehaves',
  'a concat as its track': 'misbehaves',
  'a foreign base': 'unknown',
  'no video': 'not-a-video',
  'random bytes': 'not-rtsp',
};

describe.concurrent('an evil camera over RTSP gets one plain reason, and little of our memory', () => {
  test.each(Object.keys(evilRtsp))('%s', async (name) => {
    const evil = await startEvilRtsp(name, `rtsp:${foreign}`);
    const stream = watchStream(evil.url, { user: 'a', password: 'geheim' });
    try {
      await until('a reason', () => stream.health().state === 'down', 25_000);
      expect(stream.health().reason).toBe(expected[name]);
      expect(evil.bytes()).toBeLessThan(20_000_000);
      expect(stream.stamps).toEqual([]);
      expect(visitors).toBe(0);
    } finally {
      await stream.stop();
      await evil.stop();
    }
  });

  test.each([
    ['nothing more', 'stalled'],
    ['a flood of filler', 'misbehaves'],
    ['pictures of noise', 'codec'],
    ['noise between packets', 'not-rtsp'],
  ])(
    '%s, after it was asked to play',
    async (name, reason) => {
      const evil = await startEvilInTurn(`rtsp:${foreign}`, { names: [name] });
      const stream = watchStream(evil.url);
      try {
        await until('a reason', () => stream.health().state === 'down', 45_000);
        expect(stream.health().reason).toBe(reason);
        expect(stream.stamps).toEqual([]);
      } finally {
        await stream.stop();
        await evil.stop();
      }
    },
    60_000,
  );

  test('a picture of more than 16 million pixels', async () => {
    const huge = join(dir, 'huge.mp4');
    const coding = [
      '-frames:v',
      '3',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-g',
      '1',
      '-threads',
      '1',
      huge,
    ];
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'color=black:s=4224x4224:r=2', ...coding]);
    const camera = await startSimulatedCamera(huge);
    const stream = watchStream(camera.url);
    try {
      await until('a reason', () => stream.health().state === 'down', 45_000);
      expect(stream.health().reason).toBe('codec');
      expect(stream.stamps).toEqual([]);
    } finally {
      await stream.stop();
      await camera.stop();
    }
  }, 60_000);
});

describe.concurrent(
  'an evil device over ONVIF ends in time with a sentence, and nobody is sent elsewhere',
  () => {
    test.each(Object.keys(evilOnvif))('%s', async (name) => {
      const before = process.memoryUsage().rss;
      const evil = await startEvilOnvif(name, `http:${foreign}`);
      const camera = new OnvifCamera(evil.url, { user: 'a', password: 'geheim' });
      try {
        const began = performance.now();
        // One that only lies about its addresses is asked at its own.
        const answer: unknown = await camera.describe().catch((error: unknown) => error);
        if (name === 'foreign services') expect(answer).toMatchObject({ model: 'Simulated camera' });
        else {
          expect(answer).toBeInstanceOf(OnvifTrouble);
          expect(String(answer)).not.toContain('geheim');
        }
        expect(performance.now() - began).toBeLessThan(20_000);
        expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
        expect(visitors).toBe(0);
      } finally {
        camera.close();
        await evil.stop();
      }
    });
  },
);
