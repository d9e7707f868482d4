import type { VideoMedia } from './sdp.ts';

/** Fixed part of an RTP header (RFC 3550, 5.1). */
const RTP_HEAD = 12;

/**
 * Does a picture that needs no other begin with this RTP packet, or the parameters before it? H.264 by RFC 6184, H.265 by
 * RFC 7798; of other codecs nobody knows.
 */
export function beginsKeyPicture(packet: Buffer, codec: VideoMedia['codec']): boolean {
  const payload = payloadOf(packet);
  if (codec === 'H264') return typesIn(payload, h264).some((type) => type === 5 || type === 7);
  // From BLA to CRA, and the parameter sets of video and sequence.
  if (codec === 'H265')
    return typesIn(payload, h265).some((type) => (type >= 16 && type <= 21) || type === 32 || type === 33);
  return false;
}

interface Nal {
  headBytes: number;
  typeOf: (head: number) => number;
  /** Types of packets that hold several units, or a part of one; the part's own head tells its type and whether it begins. */
  several: number;
  part: number;
  partType: (head: number) => number;
}

const h264: Nal = {
  ...{ headBytes: 1, several: 24, part: 28 },
  typeOf: (head) => head & 0x1f,
  partType: (head) => head & 0x1f,
};
const h265: Nal = {
  ...{ headBytes: 2, several: 48, part: 49 },
  typeOf: (head) => (head >> 1) & 0x3f,
  partType: (head) => head & 0x3f,
};

/** Types of the units that begin in a payload. */
function typesIn(payload: Buffer, { headBytes, typeOf, several, part, partType }: Nal): number[] {
  if (payload.length <= headBytes) return [];
  const type = typeOf(payload.readUInt8(0));
  if (type === part) {
    const head = payload.readUInt8(headBytes);
    return (head & 0x80) === 0 ? [] : [partType(head)];
  }
  if (type !== several) return [type];
  const types: number[] = [];
  for (let at = headBytes; at + 2 < payload.length; at += 2 + payload.readUInt16BE(at))
    types.push(typeOf(payload.readUInt8(at + 2)));
  return types;
}

/** Empty where the packet is shorter than it says. */
function payloadOf(packet: Buffer): Buffer {
  if (packet.length < RTP_HEAD) return Buffer.alloc(0);
  const first = packet.readUInt8(0);
  let at = RTP_HEAD + 4 * (first & 0x0f);
  const isExtended = (first & 0x10) !== 0;
  if (isExtended && packet.length >= at + 4) at += 4 + 4 * packet.readUInt16BE(at + 2);
  return packet.subarray(at);
}
