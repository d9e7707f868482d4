import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readPiece } from './matroska-piece.ts';
import { mp4Head } from './mp4-head.ts';
import { aPiece } from './piece.testing.ts';

const dir = mkdtempSync(join(tmpdir(), 'vamco-piece-'));
afterAll(() => {
  rmSync(dir, { recursive: true });
});

/** Two seconds of ffmpeg's test picture; what the options make of it. */
function encode(name: string, ...options: string[]): string {
  const file = join(dir, name);
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=128x72:rate=10:duration=2', '-pix_fmt', 'yuv420p'];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...source, ...options, file]);
  return file;
}

/** The whole piece as an MP4, with nothing left out. */
function asMp4(bytes: Buffer): Buffer {
  const view = readPiece(bytes);
  if (!view) throw new Error('no picture');
  const samples = view.pictures.map(({ stampMs, isKey, bytes: size }) => ({
    ...{ atMs: stampMs, isKey, bytes: size },
  }));
  const pictures = view.pictures.map(({ offset, bytes: size }) => bytes.subarray(offset, offset + size));
  return Buffer.concat([mp4Head(view.track, samples), ...pictures]);
}

const probed = (file: string) =>
  execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'frame=pts_time,key_frame', '-of', 'csv', file], {
    encoding: 'utf8',
  });
const picturesOf = (input: string) =>
  execFileSync('ffmpeg', ['-v', 'error', '-xerror', '-i', input, '-f', 'framemd5', '-'], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1));

const live = ['-live', '1', '-cluster_time_limit', '20'];

test.each([
  ['H.264', 'x264.mkv', ['-c:v', 'libx264', '-g', '10', '-bf', '0', ...live]],
  ['H.264 with B-frames', 'b.mkv', ['-c:v', 'libx264', '-g', '10', '-bf', '3', ...live]],
  ['H.265', 'x265.mkv', ['-c:v', 'libx265', '-x265-params', 'log-level=none', '-g', '10', ...live]],
  ['MJPEG', 'jpeg.mkv', ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', ...live]],
  ['a file that is not live', 'plain.mkv', ['-c:v', 'libx264', '-bf', '0']],
])('%s: every picture and its time are found, and an MP4 of them shows the same', (_, name, options) => {
  const piece = encode(name, ...options);
  const mp4 = `${piece}.mp4`;
  const bytes = readFileSync(piece);
  writeFileSync(mp4, asMp4(bytes));
  expect(readPiece(bytes)?.pictures).toHaveLength(20);
  expect(picturesOf(mp4)).toEqual(picturesOf(piece));
  expect(probed(mp4)).toBe(probed(piece));
});

test('of a piece that was cut off anywhere, whole pictures are found and nothing else', () => {
  const bytes = aPiece([1_000, 1_100, 1_200]);
  const all = readPiece(bytes);
  expect(all?.pictures.map(({ stampMs, isKey }) => [stampMs, isKey])).toEqual([
    ...[[1_000, true], ...[1_100, 1_200].map((stampMs) => [stampMs, false])],
  ]);
  expect(all?.track).toMatchObject({ codec: 'V_MPEG4/ISO/AVC', width: 64, height: 36 });
  for (let length = 0; length < bytes.length; length += 1) {
    const cut = bytes.subarray(0, length);
    const whole = all?.pictures.filter((one) => one.offset + one.bytes <= length);
    expect(readPiece(cut)?.pictures ?? []).toEqual(whole);
  }
});

test('what is no Matroska has no pictures', () => {
  expect(readPiece(Buffer.alloc(0))).toBeUndefined();
  expect(readPiece(Buffer.from('pictures'))).toBeUndefined();
  expect(readPiece(Buffer.alloc(1_000, 0xff))).toBeUndefined();
});
