import { extentOf } from './extent.ts';
import type { PieceView, Picture, VideoTrack } from './matroska-piece.ts';

/** A piece of the ring and where its time axis lies: UTC of its first picture, Unix ms. */
export interface PlacedPiece extends PieceView {
  startMs: number;
}

/** A picture of a clip, in the order of decoding. */
export interface Sample {
  /** Which of the pieces it comes from. */
  piece: number;
  picture: Picture;
  /** When it is shown, UTC, Unix ms. */
  atMs: number;
}

export interface ClipPlan {
  samples: Sample[];
  /** UTC of the first and the last picture. */
  startsAtMs: number;
  endsAtMs: number;
}

/** How exactly the time of a picture is known between the camera and here (what the pieces state): the clip begins earlier. */
export const MARGIN_MS = 500;

/** UTC of every picture, oldest piece first; what overlaps by a clock that crept follows at once. */
export function placedSamples(pieces: readonly PlacedPiece[]): Sample[] {
  const samples: Sample[] = [];
  let lastMs = -Infinity;
  for (const [index, { startMs, pictures }] of pieces.entries()) {
    const stamps = extentOf(pictures.map(({ stampMs }) => stampMs));
    const zeroMs = Math.max(startMs, lastMs + 1) - stamps.least;
    for (const picture of pictures) samples.push({ piece: index, picture, atMs: zeroMs + picture.stampMs });
    lastMs = zeroMs + stamps.most;
  }
  return samples;
}

/**
 * Which pictures make a clip from `fromMs` to `toMs` (UTC, Unix ms): from the last key frame that is surely not after the
 * start to the first picture that is not before the end. Where there is less, it is shorter; undefined when nothing is.
 */
export function planClip(pieces: readonly PlacedPiece[], fromMs: number, toMs: number): ClipPlan | undefined {
  const all = longestOfOneCodec(placedSamples(pieces), pieces);
  const isStart = ({ picture, atMs }: Sample) => picture.isKey && atMs <= fromMs - MARGIN_MS;
  const surely = all.findLastIndex(isStart);
  const start = surely < 0 ? all.findIndex(({ picture }) => picture.isKey) : surely;
  if (start < 0) return undefined;
  const after = all.slice(start);
  const endMs = after.reduce((least, { atMs }) => (atMs >= toMs ? Math.min(least, atMs) : least), Infinity);
  // Pictures are stored in the order of decoding: one that is shown earlier may come later.
  const samples = after.slice(0, after.findLastIndex(({ atMs }) => atMs <= endMs) + 1);
  const times = extentOf(samples.map(({ atMs }) => atMs));
  return { samples, startsAtMs: times.least, endsAtMs: times.most };
}

/** Players show one codec in a track, and leave out the rest without a word: it is left out here, and told. */
function longestOfOneCodec(samples: readonly Sample[], pieces: readonly PlacedPiece[]): Sample[] {
  const runs: { codec: string | undefined; samples: Sample[] }[] = [];
  for (const sample of samples) {
    const codec = pieces[sample.piece]?.track.codec;
    if (runs.at(-1)?.codec !== codec) runs.push({ codec, samples: [] });
    runs.at(-1)?.samples.push(sample);
  }
  return runs.reduce<Sample[]>(
    (longest, run) => (run.samples.length > longest.length ? run.samples : longest),
    [],
  );
}

/** Do two pieces need the same decoder set-up? */
export function isSameTrack(one: VideoTrack, other: VideoTrack): boolean {
  return (
    one.codec === other.codec &&
    one.width === other.width &&
    one.height === other.height &&
    one.parameters.equals(other.parameters)
  );
}
