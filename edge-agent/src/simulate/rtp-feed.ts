import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { AgentError } from '../base/errors.ts';

/** Packets of a recording played for ever at its own speed: ffmpeg cuts them, we hand them on. */
export interface RtpFeed {
  /** Session description of its one video; the place of its control address is left to the server. */
  sdp: string;
  /** Called for each packet; `channel` 0 is RTP, 1 is RTCP. */
  onPacket: (channel: 0 | 1, packet: Buffer) => void;
  stop(): void;
}

export interface FeedOptions {
  /** Encode anew at this height; the recording is sent as it is when undefined. */
  height?: number;
  /** ffmpeg's filters for the picture; the recording is encoded anew when given. */
  filter?: string;
  codec?: 'h264' | 'hevc' | 'mjpeg';
  /** A picture begins to be sent; they are counted from 0, and on when the recording begins again. */
  onPicture?: (number: number) => void;
}

const encoders = {
  h264: [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-tune',
    'zerolatency',
    '-g',
    '25',
    '-pix_fmt',
    'yuv420p',
  ],
  hevc: [
    ...['-c:v', 'libx265', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'],
    ...['-x265-params', 'log-level=none:pools=1:keyint=25'],
  ],
  // RTP carries the common JPEG tables only (RFC 2435).
  mjpeg: [
    '-c:v',
    'mjpeg',
    '-huffman',
    'default',
    '-q:v',
    '5',
    '-pix_fmt',
    'yuvj420p',
    '-force_duplicated_matrix',
    '1',
  ],
};

/** Starts ffmpeg over loopback UDP. Throws BAD_VIDEO when the file is no video. */
export async function startRtpFeed(video: string, options: FeedOptions = {}): Promise<RtpFeed> {
  const codec = codecOf(video);
  const [rtp, rtcp] = await socketPair();
  const { port } = rtp.address();
  const filters = [options.filter, options.height && `scale=-2:${options.height}`].filter(Boolean).join(',');
  const asItIs = filters === '' && options.codec === undefined && (codec === 'h264' || codec === 'hevc');
  // Parameter sets before each key frame, as cameras send them: who joins, or sees a change, can decode.
  const encoded = (options.codec ?? 'h264') === 'mjpeg' ? [] : ['-bsf:v', 'dump_extra=freq=keyframe'];
  const coding = asItIs ? ['-c:v', 'copy'] : [...encoders[options.codec ?? 'h264'], ...encoded];
  const repeated = ['-stream_loop', '-1', '-i', video];
  // A recording has them once, in its head. A transport stream repeats them, and is made by a program of its
  // own: ffmpeg 5 ends the filter that adds them when it comes to the end of the recording the first time.
  const carrier = asItIs
    ? spawn('ffmpeg', ['-v', 'error', ...repeated, '-map', '0:v:0', '-c', 'copy', '-f', 'mpegts', 'pipe:1'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
    : undefined;
  const input = carrier ? ['-f', 'mpegts', '-i', 'pipe:0'] : repeated;
  const filter = filters === '' ? [] : ['-vf', filters];
  const to = [
    '-f',
    'rtp',
    '-sdp_file',
    'pipe:1',
    `rtp://127.0.0.1:${port}?rtcpport=${port + 1}&pkt_size=1400`,
  ];
  const args = ['-v', 'error', '-re', ...input, '-an', '-map', '0:v:0', ...filter, ...coding, ...to];
  const ffmpeg = spawn('ffmpeg', args, { stdio: ['pipe', 'pipe', 'ignore'] });
  if (carrier) {
    carrier.stdout.pipe(ffmpeg.stdin);
    ffmpeg.stdin.on('error', () => undefined);
    ffmpeg.once('exit', () => carrier.kill('SIGKILL'));
  }
  const feed: RtpFeed = {
    sdp: await readSdp(ffmpeg, video),
    onPacket: () => undefined,
    stop: () => {
      ffmpeg.kill('SIGKILL');
      rtp.close();
      rtcp.close();
    },
  };
  let [number, lastStamp] = [-1, -1];
  rtp.on('message', (packet) => {
    const stamp = packet.length < 12 ? lastStamp : packet.readUInt32BE(4);
    if (stamp !== lastStamp) {
      lastStamp = stamp;
      number += 1;
      options.onPicture?.(number);
    }
    feed.onPacket(0, packet);
  });
  rtcp.on('message', (packet) => {
    feed.onPacket(1, packet);
  });
  return feed;
}

function codecOf(video: string): string {
  const wanted = ['-select_streams', 'v:0', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0'];
  const probe = spawnSync('ffprobe', ['-v', 'error', ...wanted, video], { encoding: 'utf8' });
  const codec = probe.stdout.trim().split(/[\s,]/)[0] ?? '';
  if (probe.status !== 0 || codec === '')
    throw new AgentError('BAD_VIDEO', `${video} is not a video that ffmpeg can read`);
  return codec;
}

/** Two neighbouring free UDP ports on loopback, the first one even. */
async function socketPair(): Promise<[Socket, Socket]> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = 20_000 + 2 * Math.floor(Math.random() * 10_000);
    const pair: [Socket, Socket] = [createSocket('udp4'), createSocket('udp4')];
    try {
      for (const [index, socket] of pair.entries()) {
        socket.bind(port + index, '127.0.0.1');
        await once(socket, 'listening');
      }
      pair[0].setRecvBufferSize(4_000_000);
      return pair;
    } catch {
      for (const socket of pair) socket.close();
    }
  }
  throw new Error('no free UDP ports on this machine');
}

function readSdp(ffmpeg: ChildProcess, video: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    ffmpeg.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      // MJPEG has a number of its own in RTP and no line that maps it.
      if (!/a=fmtp|a=rtpmap|m=video \d+ RTP\/AVP 26/.test(text)) return;
      const lines = text.split(/\r?\n/).filter((line) => line !== '' && !/^(c=|SDP:)/.test(line));
      resolve([...lines.map((line) => line.replace(/^m=video \d+/, 'm=video 0')), ''].join('\r\n'));
    });
    ffmpeg.once('exit', () => {
      reject(new AgentError('BAD_VIDEO', `${video} could not be played`));
    });
  });
}
