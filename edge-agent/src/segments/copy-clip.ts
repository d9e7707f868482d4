import { execFile } from 'node:child_process';
import { open, unlink, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { AgentError } from '../base/errors.ts';
import type { Segment } from './segment-index.ts';

const run = promisify(execFile);
const HEAD_BYTES = 16_384;
const LIMITS = { timeout: 20_000, maxBuffer: 1_000_000 } as const;

/**
 * Joins pieces of one stream to one MP4 without encoding anything. Throws BAD_VIDEO, or DISK_FULL; nothing is left
 * behind then.
 *
 * @param lengthS where the clip ends, seconds from the start of the first piece
 * @returns from the start to the last picture, seconds
 */
export async function copyClip(pieces: readonly Segment[], file: string, lengthS: number): Promise<number> {
  const list = `${file}.txt`;
  const lines = pieces.flatMap(({ file: piece, startMs }, index) => {
    const next = pieces[index + 1];
    // Pieces written live do not say how long they are.
    const duration = next ? [`duration ${((next.startMs - startMs) / 1000).toFixed(3)}`] : [];
    return [`file '${piece.replaceAll("'", String.raw`'\''`)}'`, ...duration];
  });
  return orNothing(file, async () => {
    try {
      await writeFile(list, ['ffconcat version 1.0', ...lines, ''].join('\n'));
      const { stdout } = await run(
        'ffmpeg',
        [
          ...['-v', 'error', '-nostats', '-progress', 'pipe:1', '-y'],
          ...['-protocol_whitelist', 'file', '-f', 'concat', '-safe', '0', '-i', list],
          ...['-map', '0:v:0', '-c', 'copy', '-t', lengthS.toFixed(3), ...(await tagOf(pieces))],
          ...['-movflags', '+faststart', '-f', 'mp4', file],
        ],
        LIMITS,
      );
      return writtenS(stdout);
    } finally {
      await unlink(list).catch(() => undefined);
    }
  });
}

/** Decodes the key frames of a clip. Throws BAD_VIDEO when one does not play; the clip is gone then. */
export async function checkClip(file: string): Promise<void> {
  const keyFrames = ['-skip_frame', 'nokey', '-protocol_whitelist', 'file', '-i', file];
  await orNothing(file, () =>
    run('ffmpeg', ['-v', 'error', '-xerror', ...keyFrames, '-f', 'null', '-'], LIMITS),
  );
}

/** What fails half-way leaves no file behind, and has a name. */
async function orNothing<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    await unlink(file).catch(() => undefined);
    if (isFull(cause)) throw new AgentError('DISK_FULL', 'the disk has no room for a clip', { cause });
    throw new AgentError('BAD_VIDEO', 'the clip could not be cut from the recorded stream', { cause });
  }
}

/** How far ffmpeg came, by the last word of its progress. */
function writtenS(progress: string): number {
  const [, us] = /.*out_time_us=(\d+)/su.exec(progress) ?? [];
  if (us === undefined) throw new Error('ffmpeg does not say how long the clip is');
  return Number(us) / 1e6;
}

/** Browsers and Apple's players want H.265 in MP4 under this name. Matroska names its codec in the first bytes. */
async function tagOf([first]: readonly Segment[]): Promise<string[]> {
  if (first === undefined) return [];
  const piece = await open(first.file);
  try {
    const { buffer, bytesRead } = await piece.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead).includes('V_MPEGH/ISO/HEVC') ? ['-tag:v', 'hvc1'] : [];
  } finally {
    await piece.close();
  }
}

/** ffmpeg says in words alone that the disk is full. */
function isFull(cause: unknown): boolean {
  const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
  return /No space left|ENOSPC|Disk quota exceeded|EDQUOT/.test(said);
}
