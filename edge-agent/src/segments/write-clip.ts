import { open, unlink, type FileHandle } from 'node:fs/promises';
import { AgentError } from '../base/errors.ts';
import { isSameTrack, type ClipPlan, type Sample } from './clip-plan.ts';
import type { VideoTrack } from './matroska-piece.ts';
import { mp4Head, type Mp4Sample } from './mp4-head.ts';
import { parameterSets } from './parameter-sets.ts';

const NOTHING = Buffer.alloc(0);

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
    const used = [...new Set(plan.samples.map(({ piece }) => piece))];
    const prefixes = prefixesOf(used.flatMap((piece) => pieces[piece]?.track ?? []));
    const prefixOf = ({ piece, picture }: Sample) =>
      (picture.isKey ? prefixes?.[used.indexOf(piece)] : undefined) ?? NOTHING;
    const samples = plan.samples.map((sample): Mp4Sample => ({
      atMs: Math.round(sample.atMs - plan.startsAtMs),
      ...{ isKey: sample.picture.isKey, bytes: prefixOf(sample).length + sample.picture.bytes },
    }));
    const [track] = used.map((piece) => pieces[piece]?.track);
    if (!track) throw new Error('a clip of nothing');
    const head = mp4Head(track, samples);
    const out = await open(file, 'w', 0o600);
    try {
      await out.writeFile(head);
      for (const index of used) {
        const own = plan.samples.filter(({ piece }) => piece === index);
        await copyPictures(pieces[index]?.handle, own, prefixOf, out);
      }
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

/**
 * What stands before the key frames of each piece. Where the parameters change in the middle of a clip, those of every piece
 * stand there again: browsers do not look at a second description.
 */
function prefixesOf(tracks: readonly VideoTrack[]): Buffer[] | undefined {
  const [first] = tracks;
  return first && tracks.some((track) => !isSameTrack(track, first)) ? tracks.map(parameterSets) : undefined;
}

/** Pictures of one piece, read in one go and without what lies between them. */
async function copyPictures(
  handle: OpenPiece['handle'] | undefined,
  own: readonly Sample[],
  prefixOf: (sample: Sample) => Buffer,
  out: FileHandle,
): Promise<void> {
  const [first, last] = [own[0]?.picture, own.at(-1)?.picture];
  if (!handle || !first || !last) return;
  const bytes = await readAll(handle, first.offset, last.offset + last.bytes);
  const parts = own.flatMap((sample) => {
    const start = sample.picture.offset - first.offset;
    return [prefixOf(sample), bytes.subarray(start, start + sample.picture.bytes)];
  });
  await out.appendFile(Buffer.concat(parts));
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
