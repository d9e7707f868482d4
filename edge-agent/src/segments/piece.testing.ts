import { asCluster } from './matroska-piece.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
/** A Segment of unknown length with one H.264 track of 64 x 36 pixels, as ffmpeg writes it live. */
const HEAD = hex(
  `1a45dfa3 84 42828101 18538067 01ffffffffffffff 1654ae6b a9 ae a7 d78101 86 8f ${Buffer.from('V_MPEG4/ISO/AVC').toString('hex')}
   63a2 87 0142001effe100 e0 86 b08140 ba8124`.replaceAll('\n', ' '),
);

/** A recorded piece whose pictures are shown at these stamps; the first is a key frame. */
export function aPiece(stampsMs: readonly number[]): Buffer {
  const picture = (stampMs: number, index: number) => {
    const cluster = asCluster(stampMs, Buffer.from(`picture ${stampMs}`));
    // The flag of a key frame is the last byte before the picture.
    if (index > 0) cluster[cluster.indexOf('picture') - 1] = 0;
    return cluster;
  };
  return Buffer.concat([HEAD, ...stampsMs.map(picture)]);
}
