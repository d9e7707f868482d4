import { execFile } from 'node:child_process';
import { rename, unlink, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { AgentError } from '../base/errors.ts';
import type { Segment } from './segment-index.ts';

const run = promisify(execFile);
const LIMITS = { timeout: 20_000, maxBuffer: 1_000_000 } as const;

/**
 * Joins pieces of one stream to one MP4 without encoding anything, and checks that its key frames decode.
 * Throws BAD_VIDEO, or DISK_FULL; nothing is left behind then.
 *
 * @param lengthS where the clip ends, seconds from the start of the first piece
 * @returns how long it really is, seconds
 */
export async function copyClip(pieces: readonly Segment[], file: string, lengthS: number): Promise<number> {
  const list = `${file}.txt`;
  const half = `${file}.part`;
  const lines = pieces.flatMap(({ file: piece, startMs }, index) => {
    const next = pieces[index + 1];
    // Pieces written live do not say how long they are.
    const duration = next ? [`duration ${((next.startMs - startMs) / 1000).toFixed(3)}`] : [];
    return [`file '${piece.replaceAll("'", String.raw`'\''`)}'`, ...duration];
  });
  try {
    await writeFile(list, ['ffconcat version 1.0', ...lines, ''].join('\n'));
    await run(
      'ffmpeg',
      [
        ...['-v', 'error', '-y', '-protocol_whitelist', 'file', '-f', 'concat', '-safe', '0', '-i', list],
        ...['-map', '0:v:0', '-c', 'copy', '-t', lengthS.toFixed(3), ...(await tagOf(pieces))],
        ...['-movflags', '+faststart', '-f', 'mp4', half],
      ],
      LIMITS,
    );
    const check = [
      '-v',
      'error',
      '-xerror',
      '-skip_frame',
      'nokey',
      '-protocol_whitelist',
      'file',
      '-i',
      half,
    ];
    const length = ['-show_entries', 'format=duration', '-of', 'csv=p=0'];
    const [{ stdout }] = await Promise.all([
      run('ffprobe', ['-v', 'error', ...length, half], LIMITS),
      run('ffmpeg', [...check, '-f', 'null', '-'], LIMITS),
    ]);
    await rename(half, file);
    return Number(stdout.trim());
  } catch (cause) {
    await unlink(half).catch(() => undefined);
    if (isFull(cause)) throw new AgentError('DISK_FULL', 'the disk has no room for a clip', { cause });
    throw new AgentError('BAD_VIDEO', 'the clip could not be cut from the recorded stream', { cause });
  } finally {
    await unlink(list).catch(() => undefined);
  }
}

/** Browsers and Apple's players want H.265 in MP4 under this name. */
async function tagOf([first]: readonly Segment[]): Promise<string[]> {
  if (first === undefined) return [];
  const wanted = ['-select_streams', 'v:0', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0'];
  const { stdout } = await run('ffprobe', ['-v', 'error', ...wanted, first.file], LIMITS);
  return stdout.trim().startsWith('hevc') ? ['-tag:v', 'hvc1'] : [];
}

/** ffmpeg says in words alone that the disk is full. */
function isFull(cause: unknown): boolean {
  const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
  return /No space left|ENOSPC|Disk quota exceeded|EDQUOT/.test(said);
}
