import { spawnSync } from 'node:child_process';
import { PassThrough, type Readable } from 'node:stream';
import createCommand, { type FfmpegCommand } from 'fluent-ffmpeg';
import { AgentError } from '../base/errors.ts';
import type { Sheet } from '../decode/sheet.ts';

/** What to pull and in which form frames are wanted. */
export interface FrameRequest {
  /** `rtsp://…`, credentials included, or a path. */
  input: string;
  transport: 'tcp' | 'udp';
  /** Frames a second to keep, at most; each keeps its own time stamp. */
  fps: number;
  /** What the delivered RGB picture holds: the whole, fitted into its top left corner, and crops of it. */
  sheet: Sheet;
  /** Grey around the whole, 0..255. */
  pad: number;
  /** Play a file at its own speed, for ever: a camera made of a recording. */
  realtime: boolean;
  /** Folder for full-size JPEGs of the same frames, `1.jpg` being the first; none when undefined. */
  stillsDir: string | undefined;
}

/** A running ffmpeg. `pixels` is a plain concatenation of sheets, `width * height * 3` bytes each. */
export interface FfmpegRun {
  pixels: Readable;
  kill(): void;
}

export interface FfmpegEvents {
  /** Time stamp (s) and source size of the next frame, in the order of the frames. */
  onStamp(stamp: FrameStamp): void;
  onLogLine(line: string): void;
  /** Called once; `failure` is undefined when the input simply ended. */
  onEnd(failure: string | undefined): void;
}

export interface FrameStamp {
  seconds: number;
  width: number;
  height: number;
}

/** Only these may be opened by a camera's address: a stream must not reach files or other servers. */
const rtspProtocols = 'rtsp,rtsps,rtp,srtp,udp,tcp,tls';
const stampLine = /\] n:\s*\d+ pts:.*pts_time:\s*(-?[\d.]+).* s:(\d+)x(\d+)/;

/**
 * Starts one ffmpeg that decodes, thins, scales and letterboxes: the only place that touches fluent-ffmpeg
 * (archived upstream; contained here). Arguments are a fixed array, never a shell line.
 */
export function runFfmpeg(request: FrameRequest, events: FfmpegEvents): FfmpegRun {
  const command = createCommand({ logger: undefined });
  command.input(request.input).inputOptions(inputOptions(request));
  // Picks the first frame of each 1/fps slot, so stamps stay those of the stream.
  const thin = `select='isnan(prev_selected_t)+gt(floor(t*${request.fps}),floor(prev_selected_t*${request.fps}))'`;
  const grey = request.pad.toString(16).padStart(2, '0').repeat(3);
  const split = request.stillsDir === undefined ? '' : `split=2[still][a];[a]`;
  command.complexFilter(
    `[0:v:0]${thin},showinfo=checksum=0,${split}${sheetFilter(request.sheet, grey)}[analysis]`,
  );
  if (request.stillsDir !== undefined) {
    command
      .output(`${request.stillsDir}/%d.jpg`)
      .outputOptions([
        '-map',
        '[still]',
        '-fps_mode',
        'passthrough',
        '-q:v',
        '4',
        '-f',
        'image2',
        '-atomic_writing',
        '1',
      ]);
  }
  const pixels = deliver(command, events);
  return {
    pixels,
    kill: () => {
      command.kill('SIGKILL');
    },
  };
}

/** Scales the whole and every crop of one frame and lays them out on one picture. */
function sheetFilter({ parts }: Sheet, grey: string): string {
  const branches = parts.map(({ region, width, height, keepRatio }) => {
    const [x = 0, y = 0, w = 1, h = 1] = region;
    const whole = w === 1 && h === 1;
    const crop = whole ? '' : `crop=max(2\\,iw*${w}):max(2\\,ih*${h}):iw*${x}:ih*${y}:exact=1,`;
    if (!keepRatio) return `${crop}scale=${width}:${height}:flags=area`;
    const fit = `scale=${width}:${height}:force_original_aspect_ratio=decrease:flags=bilinear`;
    return `${crop}${fit},pad=${width}:${height}:0:0:color=0x${grey}`;
  });
  const [whole = ''] = branches;
  if (branches.length === 1) return whole;
  const inputs = branches.map((_, index) => `[p${index}]`).join('');
  const scaled = branches.map((branch, index) => `[p${index}]${branch},format=rgb24[q${index}];`).join('');
  const places = parts.map(({ x, y }) => `${x}_${y}`).join('|');
  const stacked = branches.map((_, index) => `[q${index}]`).join('');
  return `split=${branches.length}${inputs};${scaled}${stacked}xstack=inputs=${branches.length}:layout=${places}:fill=black`;
}

function inputOptions(request: FrameRequest): string[] {
  const common = [
    '-hide_banner',
    '-nostats',
    '-loglevel',
    'level+info',
    '-threads',
    '1',
    '-an',
    '-sn',
    '-dn',
  ];
  if (/^rtsps?:/.test(request.input)) {
    return [
      ...common,
      ...['-f', 'rtsp', '-protocol_whitelist', rtspProtocols, '-rtsp_transport', request.transport],
      ...[
        '-timeout',
        '10000000',
        '-probesize',
        '1000000',
        '-analyzeduration',
        '2000000',
        '-fflags',
        'nobuffer',
      ],
    ];
  }
  const local = [...common, '-protocol_whitelist', 'file'];
  return request.realtime ? [...local, '-re', '-stream_loop', '-1'] : local;
}

function deliver(command: FfmpegCommand, events: FfmpegEvents): Readable {
  let ended = false;
  let lastError: string | undefined;
  const end = (failure: string | undefined) => {
    if (ended) return;
    ended = true;
    events.onEnd(failure);
  };
  command.on('stderr', (line: string) => {
    const stamp = stampLine.exec(line);
    if (stamp) {
      events.onStamp({ seconds: Number(stamp[1]), width: Number(stamp[2]), height: Number(stamp[3]) });
      return;
    }
    if (line.includes('[error]') || line.includes('[fatal]')) lastError = line;
    events.onLogLine(line);
  });
  command.on('error', (error: Error) => {
    end(lastError ?? error.message);
  });
  command.on('end', () => {
    end(undefined);
  });
  // Options belong to the output named last.
  const pixels = new PassThrough();
  command
    .output(pixels, { end: true })
    .outputOptions([
      ...['-map', '[analysis]', '-fps_mode', 'passthrough'],
      ...['-pix_fmt', 'rgb24', '-c:v', 'rawvideo', '-f', 'rawvideo'],
    ])
    .run();
  return pixels;
}

/** Throws FFMPEG_MISSING, with what to type, when there is no ffmpeg on this machine. */
export function requireFfmpeg(): void {
  if (spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0) return;
  throw new AgentError('FFMPEG_MISSING', 'ffmpeg is not installed: type "sudo apt-get install -y ffmpeg"');
}
