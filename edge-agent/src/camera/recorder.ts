import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readLine, type SegmentLine } from './ffmpeg-lines.ts';
import { MAX_PIXELS, relayOptions } from './relay-options.ts';

export interface RecordRequest {
  /** The relay's `rtsp://127.0.0.1…`. */
  input: string;
  /** Packets may come out of order: the camera sends them one by one over UDP. */
  unordered?: boolean;
  /** Folder for the pieces, `part-000000000.mkv` being the first. */
  dir: string;
  /** Length of a piece; it goes on to the next key frame. */
  seconds: number;
}

export interface RecorderEvents {
  /** A piece is complete; its times are on the same axis as the stamps of the frames. */
  onSegment(segment: SegmentLine): void;
  /** Called once; `failure` is the last thing that it complained about. */
  onEnd(failure: string | undefined): void;
}

/** Writable memory of one recorder. */
const MAX_DATA_BYTES = 500_000_000;

/**
 * Writes a stream to the disk as it comes, apart from whoever decodes it: decoding falls behind on a busy box, by seconds,
 * and a recorder has next to nothing to do. Each picture can be read as soon as the next one has come.
 */
export function runRecorder(request: RecordRequest, events: RecorderEvents): { kill: () => void } {
  const child = spawn('ffmpeg', recordArguments(request), { stdio: ['ignore', 'ignore', 'pipe'] });
  if (child.pid !== undefined)
    execFile('prlimit', ['--pid', `${child.pid}`, `--data=${MAX_DATA_BYTES}`], () => undefined);
  let [ended, failure] = [false, undefined as string | undefined];
  const end = () => {
    if (!ended) events.onEnd(failure);
    ended = true;
  };
  createInterface({ input: child.stderr }).on('line', (line) => {
    const told = readLine(line, { seconds: 1 });
    if (told?.kind === 'segment') events.onSegment(told.segment);
    else if (line.includes('[error]') || line.includes('[fatal]')) failure = line;
  });
  child.on('error', (error) => {
    failure = error.message;
    end();
  });
  child.on('close', end);
  return {
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

function recordArguments({ input, unordered = false, dir, seconds }: RecordRequest): string[] {
  return [
    ...['-hide_banner', '-nostats', '-loglevel', 'level+warning', '-an', '-sn', '-dn'],
    ...['-threads', '1', '-max_pixels', `${MAX_PIXELS}`],
    ...relayOptions(unordered),
    ...['-i', input, '-map', '0:v:0', '-c', 'copy', '-f', 'segment', '-segment_format', 'matroska'],
    ...['-segment_time', `${seconds}`, '-segment_list', 'pipe:2'],
    ...['-segment_list_type', 'csv', '-segment_list_size', '0'],
    // What was written can be read at once: a clip does not wait for the end of its last piece.
    ...['-segment_format_options', 'live=1:cluster_time_limit=20:flush_packets=1'],
    `${dir}/part-%09d.mkv`,
  ];
}
