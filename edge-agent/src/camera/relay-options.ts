/** 16 million pixels: no camera of ours has more, and a lying one cannot fill the memory. */
export const MAX_PIXELS = 16_777_216;

/** The decoder and the recorder read from the relay on loopback and from nothing else. */
const relayProtocols = 'rtsp,rtp,tcp';

/**
 * How ffmpeg reads from our relay.
 *
 * @param unordered packets may come out of order: the camera sends them one by one over UDP
 */
export function relayOptions(unordered: boolean): string[] {
  return [
    ...['-f', 'rtsp', '-protocol_whitelist', relayProtocols, '-rtsp_transport', 'tcp'],
    // What is looked at to know the stream is kept and decoded: some cameras send a key frame every 20 s, and
    // the first one must not be lost. The relay knows when each picture arrived, so a late start costs nothing.
    ...['-timeout', '15000000', '-probesize', '1000000', '-analyzeduration', '500000'],
    '-copyts',
    ...(unordered ? ['-reorder_queue_size', '200', '-max_delay', '300000'] : []),
  ];
}
