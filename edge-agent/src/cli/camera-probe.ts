import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { systemClock } from '../base/clock.ts';
import { AgentError } from '../base/errors.ts';
import { createLogger } from '../base/log.ts';
import { CameraFault } from '../camera/camera-fault.ts';
import { requireFfmpeg } from '../camera/ffmpeg.ts';
import { OnvifCamera } from '../camera/onvif/onvif-camera.ts';
import { OnvifTrouble } from '../camera/onvif/onvif-trouble.ts';
import { probeStream, type ProbedStream } from '../camera/probe-stream.ts';
import type { Credentials } from '../camera/rtsp/http-auth.ts';
import { readCredentials } from '../camera/stream-source.ts';
import { printJson, printLine } from './print.ts';

interface ProbeOptions {
  json?: boolean;
  credentials?: string;
  transport: 'tcp' | 'udp';
  snapshot?: string;
  seconds: string;
}

/** `vamco camera probe ADDRESS`: what a camera is, its streams, its real frame rate, its clock. */
export function cameraProbeCommand(): Command {
  return new Command('probe')
    .description('what a camera is: streams, codec, real frame rate, clock; rtsp://… or onvif://host[:port]')
    .argument('<address>', 'without user name and password')
    .option('--json', 'the answer as one JSON line')
    .option('--credentials <file>', 'file with user:password on one line')
    .option('--transport <name>', 'tcp or udp', 'tcp')
    .option('--snapshot <file>', 'write one full-size frame there, JPEG')
    .option('--seconds <n>', 'how long to watch the stream', '5')
    .action(async (address: string, options: ProbeOptions) => {
      requireFfmpeg();
      if (/^\w+:\/\/[^/]*@/.test(address))
        throw new AgentError(
          'BAD_ARGUMENT',
          'no password in the address, others can read it: use --credentials FILE',
        );
      const credentials =
        options.credentials === undefined ? undefined : readCredentials(options.credentials);
      const found = await probe(address, credentials, options).catch(plain);
      const { jpeg, ...stream } = found.stream;
      if (options.snapshot !== undefined) writeFileSync(options.snapshot, jpeg);
      if (options.json) printJson({ address, ...found, stream });
      else inWords({ ...found, stream }).forEach(printLine);
    });
}

interface Probed {
  device?: { manufacturer: string; model: string; firmware: string; ptz: boolean; presets: string[] };
  /** Stream addresses as the device names them. */
  streams?: string[];
  /** The camera's clock minus ours, and its error, ms. */
  clock?: { offsetMs: number; errMs: number };
  stream: ProbedStream;
}

async function probe(
  address: string,
  credentials: Credentials | undefined,
  options: ProbeOptions,
): Promise<Probed> {
  if (/^rtsps?:\/\//.test(address)) return { stream: await watch(address, credentials, options) };
  if (!address.startsWith('onvif://'))
    throw new AgentError(
      'BAD_ARGUMENT',
      `${address} is no camera's address: rtsp://host/path or onvif://host`,
    );
  const camera = new OnvifCamera(address.replace(/^onvif:/, 'http:'), credentials);
  try {
    const { profiles, manufacturer, model, firmware, ptz } = await camera.describe();
    const clock = await camera.clockOffset();
    const presets = ptz ? (await camera.presets()).map(({ token, name }) => `${token} (${name})`) : [];
    const streams = profiles.map(({ streamUrl }) => streamUrl).filter((url) => url.startsWith('rtsp'));
    const [first] = streams;
    if (first === undefined) throw new CameraFault('not-a-video');
    const stream = await watch(onHost(first, address), credentials, options);
    return { device: { manufacturer, model, firmware, ptz, presets }, streams, clock, stream };
  } finally {
    camera.close();
  }
}

function watch(
  url: string,
  credentials: Credentials | undefined,
  options: ProbeOptions,
): Promise<ProbedStream> {
  const seconds = Math.min(60, Math.max(1, Number(options.seconds) || 5));
  const transport = options.transport === 'udp' ? 'udp' : 'tcp';
  const parts = { clock: systemClock, log: createLogger('silent') };
  return probeStream({ kind: 'rtsp', url, credentials, transport }, seconds * 1000, parts);
}

/** The device's path on the host that was asked for: what a device names is never followed elsewhere. */
function onHost(stream: string, address: string): string {
  const { protocol, port, pathname, search } = new URL(stream);
  const { hostname } = new URL(address.replace(/^onvif:/, 'http:'));
  return `${protocol}//${hostname}${port === '' ? '' : `:${port}`}${pathname}${search}`;
}

function plain(error: unknown): never {
  if (error instanceof CameraFault || error instanceof OnvifTrouble)
    throw new AgentError('CAMERA_DOWN', `${error.message} (${error.reason})`, { cause: error });
  if (error instanceof TypeError && /URL/.test(error.message))
    throw new AgentError('BAD_ARGUMENT', 'this is no address', { cause: error });
  throw error;
}

function inWords({
  device,
  clock,
  streams,
  stream,
}: Omit<Probed, 'stream'> & { stream: Omit<ProbedStream, 'jpeg'> }): string[] {
  const offset = clock
    ? `${clock.offsetMs} ms (± ${clock.errMs})`
    : `${stream.clockOffsetMs ?? 'unknown'} ms by its sender reports`;
  return [
    ...(device ? [`camera: ${device.manufacturer} ${device.model}, firmware ${device.firmware}`] : []),
    ...(streams?.map((url) => `stream: ${url}`) ?? []),
    ...(device?.ptz ? [`presets: ${device.presets.join(', ') || 'none'}`] : []),
    `picture: ${stream.codec}, ${stream.width}x${stream.height}, ${stream.fps} frames a second` +
      (stream.declaredFps === undefined ? '' : ` (declares ${stream.declaredFps})`),
    `first frame after ${stream.firstFrameMs} ms`,
    `clock: camera minus this machine ${offset}`,
  ];
}
