import { extentOf } from './extent.ts';
import type { VideoTrack } from './matroska-piece.ts';

/** One sample of an MP4, in the order of decoding. */
export interface Mp4Sample {
  /** When it is shown, ms from the start of the clip. */
  atMs: number;
  isKey: boolean;
  bytes: number;
}

/** Ticks a second: Matroska knows whole milliseconds. */
const SCALE = 1000;
/** How long the last picture stands when nobody knows. */
const LAST_MS = 40;

/**
 * Everything of an MP4 (ISO/IEC 14496-12, -14, -15) before the first sample, for samples that follow without a gap. Throws
 * when a codec has no place in MP4 here.
 */
export function mp4Head(track: VideoTrack, samples: readonly Mp4Sample[]): Buffer {
  const type = box('ftyp', text('isom'), u32(512), text('isomiso2avc1mp41'));
  const media = samples.reduce((sum, { bytes }) => sum + bytes, 0);
  const movie = (offset: number) => moov(track, samples, offset);
  const length = type.length + movie(0).length + 8;
  return Buffer.concat([type, movie(length), u32(media + 8), text('mdat')]);
}

function moov(track: VideoTrack, samples: readonly Mp4Sample[], offset: number): Buffer {
  const times = timing(samples);
  const { totalMs, delayMs } = times;
  const matrix = u32([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000]);
  const elst = full('elst', 0, 0, u32(1), u32(totalMs), u32(delayMs), u32(0x10000));
  return box(
    'moov',
    full(
      ...(['mvhd', 0, 0, u32(0), u32(0), u32(SCALE), u32(totalMs), u32(0x10000)] as const),
      ...[u16(0x100), Buffer.alloc(10), matrix, Buffer.alloc(24), u32(2)],
    ),
    box(
      'trak',
      full(
        ...(['tkhd', 0, 3, u32(0), u32(0), u32(1), u32(0), u32(totalMs), Buffer.alloc(16)] as const),
        ...[matrix, u32(track.width * 65_536), u32(track.height * 65_536)],
      ),
      ...(delayMs > 0 ? [box('edts', elst)] : []),
      box(
        'mdia',
        full('mdhd', 0, 0, u32(0), u32(0), u32(SCALE), u32(totalMs), u16(0x55c4), u16(0)),
        full('hdlr', 0, 0, u32(0), text('vide'), Buffer.alloc(12), text('VideoHandler\0')),
        box(
          'minf',
          full('vmhd', 0, 1, Buffer.alloc(8)),
          box('dinf', full('dref', 0, 0, u32(1), full('url ', 0, 1))),
          sampleTable(track, samples, times, offset),
        ),
      ),
    ),
  );
}

interface Timing {
  /** From each picture to the next one in the order of decoding, ms. */
  steps: number[];
  /** From decoding to showing, ms. */
  waits: number[];
  /** The most that a picture must be decoded before its turn, ms: nothing without B-frames. */
  delayMs: number;
  totalMs: number;
}

/** Matroska tells when pictures are shown; in the same steps they are decoded, so much earlier that none comes late. */
function timing(samples: readonly Mp4Sample[]): Timing {
  const shown = samples.map(({ atMs }) => atMs);
  const decoded = [...shown].sort((a, b) => a - b);
  const delayMs = Math.max(0, extentOf(shown.map((atMs, i) => (decoded[i] ?? 0) - atMs)).most);
  const waits = shown.map((atMs, i) => atMs + delayMs - (decoded[i] ?? 0));
  const steps = decoded.slice(1).map((atMs, i) => atMs - (decoded[i] ?? 0));
  const last = Math.min(steps.at(-1) ?? LAST_MS, 100);
  return { steps: [...steps, last], waits, delayMs, totalMs: (decoded.at(-1) ?? 0) + last };
}

function sampleTable(
  track: VideoTrack,
  samples: readonly Mp4Sample[],
  { steps, waits, delayMs }: Timing,
  offset: number,
): Buffer {
  const keys = samples.flatMap(({ isKey }, index) => (isKey ? [index + 1] : []));
  const pairs = (values: readonly number[]) => {
    const list = runs(values);
    return u32([list.length, ...list.flatMap(({ count, value }) => [count, value])]);
  };
  return box(
    'stbl',
    full('stsd', 0, 0, u32(1), sampleEntry(track)),
    full('stts', 0, 0, pairs(steps)),
    ...(delayMs > 0 ? [full('ctts', 0, 0, pairs(waits))] : []),
    full('stss', 0, 0, u32([keys.length, ...keys])),
    // All of them lie in one chunk.
    full('stsc', 0, 0, u32([1, 1, samples.length, 1])),
    full('stsz', 0, 0, u32([0, samples.length, ...samples.map(({ bytes }) => bytes)])),
    full('stco', 0, 0, u32([1, offset])),
  );
}

/** Browsers and Apple's players want H.265 under the name `hvc1`. */
function sampleEntry({ codec, parameters, width, height }: VideoTrack): Buffer {
  const visual = (name: string, own: Buffer) =>
    box(
      name,
      ...[Buffer.alloc(6), u16(1), Buffer.alloc(16), u16(width), u16(height), u32(0x480000), u32(0x480000)],
      ...[u32(0), u16(1), Buffer.alloc(32), u16(0x18), u16(0xffff), own],
    );
  if (codec === 'V_MPEG4/ISO/AVC' && parameters.length > 0) return visual('avc1', box('avcC', parameters));
  if (codec === 'V_MPEGH/ISO/HEVC' && parameters.length > 0) return visual('hvc1', box('hvcC', parameters));
  if (codec === 'V_MJPEG') return visual('mp4v', full('esds', 0, 0, jpegDescriptor));
  throw new Error(`pictures of the kind ${codec} have no place in an MP4`);
}

/** An elementary stream of pictures that are JPEG each: object type 0x6C, visual (ISO/IEC 14496-1). */
const jpegDescriptor = Buffer.from(
  `03150001 00 040d6c11 ${'00'.repeat(11)} 060102`.replaceAll(' ', ''),
  'hex',
);

const u16 = (value: number) => Buffer.from([(value >> 8) & 0xff, value & 0xff]);
function u32(values: number | readonly number[]): Buffer {
  const list = [values].flat();
  const bytes = Buffer.alloc(4 * list.length);
  for (const [index, value] of list.entries()) bytes.writeUInt32BE(Math.round(value) >>> 0, 4 * index);
  return bytes;
}
const text = (value: string) => Buffer.from(value, 'latin1');
const box = (name: string, ...parts: readonly Buffer[]) => {
  const content = Buffer.concat([text(name), ...parts]);
  return Buffer.concat([u32(content.length + 4), content]);
};
const full = (name: string, version: number, flags: number, ...parts: readonly Buffer[]) =>
  box(name, u32(version * 0x1000000 + flags), ...parts);

/** Equal neighbours, counted. */
function runs(values: readonly number[]): { count: number; value: number }[] {
  const list: { count: number; value: number }[] = [];
  for (const value of values) {
    const last = list.at(-1);
    if (last?.value === value) last.count += 1;
    else list.push({ count: 1, value });
  }
  return list;
}
