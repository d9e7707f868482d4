import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { firstLine, kill } from '../programs.ts';

/** Debian's own: its packages are not seen by other Pythons on the path. */
const python = '/usr/bin/python3';
const run = promisify(execFile);

export interface GstreamerServer {
  /** `rtsp://127.0.0.1:port`; it serves `/h264`, `/h265` and `/mjpeg`, 640x360 at 15 frames a second. */
  base: string;
  /** Ends it at once, as a power cut would. */
  stop: () => Promise<void>;
}

/** Starts GStreamer's RTSP server on loopback. */
export async function startGstreamerServer(
  wish: { port?: number; credentials?: { user: string; password: string } } = {},
): Promise<GstreamerServer> {
  if (!existsSync(python))
    throw new Error(`${python} is missing; install it with: apt-get install python3-gi`);
  const { port = 0, credentials } = wish;
  const child = spawn(python, [join(import.meta.dirname, 'rtsp-server.py')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PORT: `${port}`,
      ...(credentials && { USER_NAME: credentials.user, PASSWORD: credentials.password }),
    },
  });
  const base = `rtsp://127.0.0.1:${await firstLine(child)}`;
  return { base, stop: () => kill(child) };
}

/**
 * Reads a stream of H.264 with GStreamer until it has decoded `pictures` of them. Throws when that takes longer
 * than 20 s, or with GStreamer's own words when it fails.
 */
export async function playWithGstreamer(
  url: string,
  wish: { transport: 'tcp' | 'udp'; pictures: number; credentials?: { user: string; password: string } },
): Promise<void> {
  const { transport, pictures, credentials } = wish;
  const secret = credentials ? [`user-id=${credentials.user}`, `user-pw=${credentials.password}`] : [];
  const source = ['rtspsrc', `location=${url}`, `protocols=${transport}`, 'latency=100', ...secret];
  const decoder = ['rtph264depay', '!', 'h264parse', '!', 'openh264dec'];
  const sink = ['identity', `eos-after=${pictures}`, '!', 'fakesink', 'sync=false'];
  await run('gst-launch-1.0', ['-q', ...source, '!', ...decoder, '!', ...sink], { timeout: 20_000 });
}
