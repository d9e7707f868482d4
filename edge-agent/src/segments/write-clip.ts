import { open, unlink, type FileHandle } from 'node:fs/promises';
import { AgentError } from '../base/errors.ts';
import { isSameTrack, type ClipPlan } from './clip-plan.ts';
import type { VideoTrack } from './matroska-piece.ts';
import { mp4Head, type Mp4Sample } from './mp4-head.ts';

/** A piece that is open for reading: it may be renamed or deleted meanwhile. */
export interface OpenPiece {
  handle: Pick<FileHandle, 'read'>;
  track: VideoTrack;
}

/**
 * Writes the pictures of a plan as they were recorded into an MP4 that can be played while it is being loaded. Throws
 * BAD_VIDEO, or DISK_FULL; nothing is left behind then.
 *
 * @returns its size in bytes
 */
export async function writeClip(pieces: readonly OpenPiece[], plan: ClipPlan, file: string): Promise<number> {
  try {
    const { setups, setupOf } = setupsOf(pieces, plan);
    const samples = plan.samples.map(({ piece, picture, atMs }): Mp4Sample => ({
      atMs: Math.round(atMs - plan.startsAtMs),
      ...{ isKey: picture.isKey, bytes: picture.bytes, setup: setupOf(piece) },
    }));
    const head = mp4Head(setups, samples);
    const out = await open(file, 'w', 0o600);
    try {
      await out.writeFile(head);
      for (const index of new Set(plan.samples.map(({ piece }) => piece)))
        await copyPictures(pieces[index]?.handle, plan, index, out);
      return (await out.stat()).size;
    } finally {
      await out.close();
    }
  } catch (cause) {
    await unlink(file).catch(() => undefined);
    if (isFull(cause)) throw new AgentError('DISK_FULL', 'the disk has no room for a clip', { cause });
    throw new AgentError('BAD_VIDEO', 'the clip could not be cut from the recorded stream', { cause });
  }
}

/** The different set-ups of decoders that a clip needs, each once. */
function setupsOf(pieces: readonly OpenPiece[], { samples }: ClipPlan) {
  const setups: VideoTrack[] = [];
  const byPiece = new Map<number, number>();
  for (const { piece } of samples) {
    const track = pieces[piece]?.track;
    if (byPiece.has(piece) || !track) continue;
    const known = setups.findIndex((one) => isSameTrack(one, track));
    byPiece.set(piece, known < 0 ? setups.push(track) - 1 : known);
  }
  return { setups, setupOf: (piece: number) => byPiece.get(piece) ?? 0 };
}

/** The pictures of one piece, read in one go and without what lies between them. */
async function copyPictures(
  handle: OpenPiece['handle'] | undefined,
  { samples }: ClipPlan,
  index: number,
  out: FileHandle,
): Promise<void> {
  const own = samples.filter(({ piece }) => piece === index).map(({ picture }) => picture);
  const [first, last] = [own[0], own.at(-1)];
  if (!handle || !first || !last) return;
  const bytes = await readAll(handle, first.offset, last.offset + last.bytes);
  await out.appendFile(
    Buffer.concat(
      own.map((picture) => bytes.subarray(picture.offset - first.offset).subarray(0, picture.bytes)),
    ),
  );
}

/** Throws when the file ends before. */
export async function readAll(handle: OpenPiece['handle'], from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(to - from);
  for (let filled = 0; filled < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, from + filled);
    if (bytesRead === 0) throw new Error('a recorded piece is shorter than it was');
    filled += bytesRead;
  }
  return bytes;
}

function isFull(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && /ENOSPC|EDQUOT/.test(String(cause.code));
}
