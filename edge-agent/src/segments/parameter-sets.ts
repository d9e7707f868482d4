import type { VideoTrack } from './matroska-piece.ts';

/**
 * The parameter sets of a track (avcC or hvcC, ISO/IEC 14496-15) as they stand in a picture, each behind its length of four
 * bytes. Empty for codecs without. Throws when they are damaged, or lengths in this track have another size.
 */
export function parameterSets({ codec, parameters }: VideoTrack): Buffer {
  if (codec === 'V_MPEG4/ISO/AVC') return Buffer.concat(avcSets(parameters));
  if (codec === 'V_MPEGH/ISO/HEVC') return Buffer.concat(hevcSets(parameters));
  return Buffer.alloc(0);
}

const FOUR_BYTES = 0x03;

function avcSets(record: Buffer): Buffer[] {
  needFourBytes(record.readUInt8(4));
  const sequence = readSets(record, 6, record.readUInt8(5) & 0x1f);
  const picture = readSets(record, sequence.end + 1, record.readUInt8(sequence.end));
  return [...sequence.sets, ...picture.sets];
}

function hevcSets(record: Buffer): Buffer[] {
  needFourBytes(record.readUInt8(21));
  const all: Buffer[] = [];
  let at = 23;
  for (let left = record.readUInt8(22); left > 0; left -= 1) {
    const { sets, end } = readSets(record, at + 3, record.readUInt16BE(at + 1));
    all.push(...sets);
    at = end;
  }
  return all;
}

/** So many sets, each behind its length of two bytes. */
function readSets(record: Buffer, start: number, count: number): { sets: Buffer[]; end: number } {
  const sets: Buffer[] = [];
  let end = start;
  for (let i = 0; i < count; i += 1) {
    const length = record.readUInt16BE(end);
    const set = record.subarray(end + 2, end + 2 + length);
    if (set.length < length) throw new Error('a parameter set is cut off');
    sets.push(Buffer.from([0, 0, length >> 8, length & 0xff]), set);
    end += 2 + length;
  }
  return { sets, end };
}

function needFourBytes(flags: number): void {
  if ((flags & FOUR_BYTES) !== FOUR_BYTES) throw new Error('lengths of another size than four bytes');
}
