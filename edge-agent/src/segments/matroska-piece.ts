import { ebmlElements, ebmlUint, readNumber, type EbmlElement } from './ebml.ts';
import { extentOf } from './extent.ts';

/** What a recorded piece holds. */
export interface PieceView {
  /** What is needed to decode it. */
  track: VideoTrack;
  /** In the order of decoding. */
  pictures: Picture[];
  /** Everything before the first picture: a Matroska file that goes on with other pictures begins with it. */
  headBytes: number;
}

export interface VideoTrack {
  /** Matroska's name of the codec. */
  codec: string;
  /** The parameter sets as MP4 wants them (avcC, hvcC); empty for codecs without. */
  parameters: Buffer;
  width: number;
  height: number;
}

export interface Picture {
  /** When it is shown, ms on the axis of its stream. */
  stampMs: number;
  isKey: boolean;
  /** Where its bytes lie in the file. */
  offset: number;
  bytes: number;
}

const ID = {
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  referenceBlock: 0xfb,
} as const;
const masters: ReadonlySet<number> = new Set([
  ...[ID.segment, ID.info, ID.tracks, ID.trackEntry],
  ...[ID.video, ID.cluster, ID.blockGroup],
]);
const LACING = 0x06;
const KEY = 0x80;
/** No recorder makes longer pieces: five minutes of 60 pictures a second without a key frame. */
const MAX_PICTURES = 20_000;
const MAX_SPAN_MS = 3_600_000;

/**
 * Finds the pictures of a Matroska file with one video track, also of one that is still being written or was cut off: up
 * to the last whole picture. Undefined when there is none yet, or what is there is something else: a stream comes from
 * outside, so nothing that it says about numbers and times is taken as it is.
 */
export function readPiece(bytes: Buffer): PieceView | undefined {
  const track: VideoTrack = { codec: '', parameters: Buffer.alloc(0), width: 0, height: 0 };
  const pictures: Picture[] = [];
  let [msPerTick, clusterTicks, headBytes] = [1, 0, 0];
  for (const element of ebmlElements(bytes, masters)) {
    const content = bytes.subarray(element.start, element.end);
    switch (element.id) {
      case ID.timestampScale:
        msPerTick = ebmlUint(bytes, element) / 1e6;
        break;
      case ID.codecId:
        track.codec = content.toString('latin1');
        break;
      case ID.codecPrivate:
        track.parameters = Buffer.from(content);
        break;
      case ID.pixelWidth:
        track.width = ebmlUint(bytes, element);
        break;
      case ID.pixelHeight:
        track.height = ebmlUint(bytes, element);
        break;
      case ID.cluster:
        // Its own name is four bytes, its length one to eight.
        if (headBytes === 0) headBytes = bytes.lastIndexOf(CLUSTER_NAME, element.start - 5);
        break;
      case ID.timestamp:
        clusterTicks = ebmlUint(bytes, element);
        break;
      case ID.simpleBlock:
      case ID.block: {
        const picture = readBlock(bytes, element, (ticks) => (clusterTicks + ticks) * msPerTick);
        if (picture) pictures.push(element.id === ID.block ? { ...picture, isKey: true } : picture);
        break;
      }
      case ID.referenceBlock: {
        const last = pictures.at(-1);
        if (last) last.isKey = false;
        break;
      }
    }
  }
  return track.codec !== '' && areSane(pictures) ? { track, pictures, headBytes } : undefined;
}

function areSane(pictures: readonly Picture[]): boolean {
  const { least, most } = extentOf(pictures.map(({ stampMs }) => stampMs));
  return (
    pictures.length > 0 &&
    pictures.length <= MAX_PICTURES &&
    pictures.every(({ stampMs }) => Number.isFinite(stampMs)) &&
    most - least <= MAX_SPAN_MS
  );
}

const CLUSTER_NAME = Buffer.from('1f43b675', 'hex');

function readBlock(
  bytes: Buffer,
  { start, end }: EbmlElement,
  toMs: (ticks: number) => number,
): Picture | undefined {
  const number = readNumber(bytes, start, false);
  if (number === undefined) return undefined;
  const at = start + number.length;
  if (at + 3 >= end) return undefined;
  const flags = bytes[at + 2] ?? 0;
  if ((flags & LACING) !== 0) return undefined;
  return {
    stampMs: toMs(bytes.readInt16BE(at)),
    isKey: (flags & KEY) !== 0,
    ...{ offset: at + 3, bytes: end - at - 3 },
  };
}

/** A picture as a part of a Matroska file of its own, to follow a head. */
export function asCluster(stampMs: number, picture: Buffer): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(Math.max(0, Math.round(stampMs))));
  const block = Buffer.concat([element('a3', picture.length + 4), Buffer.from('81000080', 'hex')]);
  const stamp = Buffer.concat([element('e7', 8), time]);
  const size = stamp.length + block.length + picture.length;
  return Buffer.concat([element('1f43b675', size), stamp, block, picture]);
}

/** The name of an element and its length, in eight bytes. */
function element(id: string, size: number): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE((1n << 56n) | BigInt(size));
  return Buffer.concat([Buffer.from(id, 'hex'), length]);
}
