import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** Packets of a recording played for ever at its own speed: ffmpeg cuts them, we hand them on. */
export interface RtpFeed {
  /** Session description with a control address for its one stream. */
  sdp: string;
  /** Called for each packet; `channel` 0 is RTP, 1 is RTCP. */
  onPacket: (channel: 0 | 1, packet: Buffer) => void;
  stop(): void;
}

/** Starts ffmpeg over loopback UDP. Throws one plain sentence when the file is no video. */
export async function startRtpFeed(video: string): Promise<RtpFeed> {
  const codec = codecOf(video);
  const [rtp, rtcp] = await socketPair();
  const { port } = rtp.address();
  // Cameras speak H.264 or H.265; everything else is turned into H.264.
  const coding =
    codec === 'h264' || codec === 'hevc'
      ? ['-c:v', 'copy']
      : ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '25'];
  const args = ['-v', 'error', '-re', '-stream_loop', '-1', '-i', video, '-an', '-map', '0:v:0', ...coding];
  const ffmpeg = spawn(
    'ffmpeg',
    [
      ...args,
      '-f',
      'rtp',
      '-sdp_file',
      'pipe:1',
      `rtp://127.0.0.1:${port}?rtcpport=${port + 1}&pkt_size=1400`,
    ],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const feed: RtpFeed = {
    sdp: await readSdp(ffmpeg),
    onPacket: () => undefined,
    stop: () => {
      ffmpeg.kill('SIGKILL');
      rtp.close();
      rtcp.close();
    },
  };
  rtp.on('message', (packet) => {
    feed.onPacket(0, packet);
  });
  rtcp.on('message', (packet) => {
    feed.onPacket(1, packet);
  });
  return feed;
}

function codecOf(video: string): string {
  const probe = spawnSync(
    'ffprobe',
    ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', video],
    {
      encoding: 'utf8',
    },
  );
  const codec = probe.stdout.trim().split(/[\s,]/)[0] ?? '';
  if (probe.status !== 0 || codec === '') throw new Error(`${video} is not a video that ffmpeg can read`);
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

function readSdp(ffmpeg: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    ffmpeg.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!/a=fmtp|a=rtpmap/.test(text)) return;
      const lines = text.split(/\r?\n/).filter((line) => line !== '' && !/^(c=|SDP:)/.test(line));
      resolve(
        [...lines.map((line) => line.replace(/^m=video \d+/, 'm=video 0')), 'a=control:streamid=0', ''].join(
          '\r\n',
        ),
      );
    });
    ffmpeg.once('exit', () => {
      reject(new Error('ffmpeg could not play the recording'));
    });
  });
}
