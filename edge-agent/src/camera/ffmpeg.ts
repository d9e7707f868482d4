import { execFile, spawnSync } from 'node:child_process';
import { PassThrough, type Readable } from 'node:stream';
import createCommand, { type FfmpegCommand } from 'fluent-ffmpeg';
import { AgentError } from '../base/errors.ts';
import type { Sheet } from '../decode/sheet.ts';
import { decoderOptions, type Acceleration } from './acceleration.ts';
import { readLine, type FrameStamp, type TimeBase } from './ffmpeg-lines.ts';
import { MAX_PIXELS, relayOptions } from './relay-options.ts';
import type { VideoMedia } from './rtsp/sdp.ts';

/** What to decode and in which form frames are wanted. */
export interface FrameRequest {
  /** The relay's `rtsp://127.0.0.1…`, or a path. */
  input: string;
  codec?: VideoMedia['codec'];
  acceleration?: Acceleration;
  /** Packets may come out of order: the camera sends them one by one over UDP. */
  unordered?: boolean;
  /** Frames a second to keep, at most; each keeps its own time stamp. */
  fps: number;
  /** What the delivered RGB picture holds: the whole, fitted into its top left corner, and crops of it. */
  sheet: Sheet | undefined;
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

/** Writable memory of one ffmpeg. */
const MAX_DATA_BYTES = 1_500_000_000;

/**
 * Starts one ffmpeg that decodes, thins, scales and letterboxes: the only place that touches fluent-ffmpeg
 * (archived upstream; contained here). Arguments are a fixed array, never a shell line.
 */
export function runFfmpeg(request: FrameRequest, events: FfmpegEvents): FfmpegRun {
  const command = createCommand({ logger: undefined });
  command.input(request.input).inputOptions(inputOptions(request));
  command.complexFilter(frameFilter(request));
  if (request.stillsDir !== undefined)
    command.output(`${request.stillsDir}/%d.jpg`).outputOptions([
      ...['-map', '[still]', '-fps_mode', 'passthrough', '-threads', '1'],
      // The usual Huffman tables: files are 6 % larger, and a quarter of the work is saved.
      ...['-q:v', '4', '-huffman', 'default', '-f', 'image2', '-atomic_writing', '1'],
    ]);
  return start(command, request, events);
}

/** The frames that are wanted, once with their stamps in the log; as `[analysis]` and `[still]`. */
function frameFilter({ fps, sheet, pad, stillsDir }: FrameRequest): string {
  // The first frame of each 1/fps slot, so stamps stay those of the stream; also when time goes backwards.
  const slot = `floor(prev_selected_t*${fps})`;
  const thin = `select='isnan(prev_selected_t)+not(eq(floor(t*${fps}),${slot}))',showinfo=checksum=0`;
  const grey = pad.toString(16).padStart(2, '0').repeat(3);
  if (sheet === undefined) return `[0:v:0]${thin}[still]`;
  const split = stillsDir === undefined ? '' : `split=2[still][a];[a]`;
  return `[0:v:0]${thin},${split}${sheetFilter(sheet, grey)}[analysis]`;
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
    ...['-hide_banner', '-nostats', '-loglevel', 'level+info'],
    ...['-filter_complex_threads', '1', '-threads', '1', '-max_pixels', `${MAX_PIXELS}`],
    ...['-an', '-sn', '-dn'],
    ...decoderOptions(request.acceleration ?? 'none', request.codec),
  ];
  if (request.input.startsWith('rtsp://')) return [...common, ...relayOptions(request.unordered ?? false)];
  const local = [...common, '-protocol_whitelist', 'file'];
  return request.realtime ? [...local, '-re', '-stream_loop', '-1'] : local;
}

function start(command: FfmpegCommand, request: FrameRequest, events: FfmpegEvents): FfmpegRun {
  let ended = false;
  let killed = false;
  let lastError: string | undefined;
  const timeBase: TimeBase = { seconds: 1 / 90_000 };
  const end = (failure: string | undefined) => {
    if (ended) return;
    ended = true;
    events.onEnd(failure);
  };
  command.on('start', () => {
    // The package starts ffmpeg a little later than it is asked to; a kill in between must not be lost.
    if (killed) command.kill('SIGKILL');
    else if (request.acceleration === undefined || request.acceleration === 'none') limitMemory(command);
  });
  command.on('stderr', (line: string) => {
    const told = readLine(line, timeBase);
    if (told?.kind === 'stamp') events.onStamp(told.stamp);
    else {
      if (line.includes('[error]') || line.includes('[fatal]')) lastError = line;
      events.onLogLine(line);
    }
  });
  command.on('error', (error: Error) => {
    end(lastError ?? error.message);
  });
  command.on('end', () => {
    end(undefined);
  });
  const pixels = new PassThrough();
  if (request.sheet !== undefined)
    command
      .output(pixels, { end: true })
      .outputOptions([
        ...['-map', '[analysis]', '-fps_mode', 'passthrough'],
        ...['-pix_fmt', 'rgb24', '-c:v', 'rawvideo', '-f', 'rawvideo'],
      ]);
  command.run();
  return {
    pixels,
    kill: () => {
      killed = true;
      command.kill('SIGKILL');
    },
  };
}

/** What the stream makes ffmpeg take is its own loss, not the box's. */
function limitMemory(command: FfmpegCommand): void {
  const { pid } = (command as { ffmpegProc?: { pid?: number } }).ffmpegProc ?? {};
  if (pid === undefined) return;
  execFile('prlimit', ['--pid', `${pid}`, `--data=${MAX_DATA_BYTES}`], () => undefined);
}

/** Throws FFMPEG_MISSING, with what to type, when there is no ffmpeg on this machine. */
export function requireFfmpeg(): void {
  if (spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0) return;
  throw new AgentError('FFMPEG_MISSING', 'ffmpeg is not installed: type "sudo apt-get install -y ffmpeg"');
}
