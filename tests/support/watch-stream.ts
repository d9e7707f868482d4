import type { CameraHealth } from '@vamco/contracts';
import { pino } from 'pino';
import { systemClock } from '../../edge-agent/src/base/clock.ts';
import type { FrameStamp, SegmentLine } from '../../edge-agent/src/camera/ffmpeg-lines.ts';
import { Stream, type StreamParts } from '../../edge-agent/src/camera/stream.ts';
import type { StreamSource } from '../../edge-agent/src/camera/stream-source.ts';
import { layoutSheet } from '../../edge-agent/src/decode/sheet.ts';

export interface WatchedStream {
  stamps: (FrameStamp & { atMs: number })[];
  segments: SegmentLine[];
  /** Log lines of the stream, as text. */
  log: string[];
  bytes: () => number;
  /** Seconds of the stream that its decoder was too slow for. */
  letGoS: () => number;
  health: () => Pick<CameraHealth, 'state' | 'reason' | 'restarts' | 'frameAgeMs'>;
  stop: () => Promise<void>;
}

/** Runs the real supervised stream against any address, at a small size. */
export function watchStream(
  source: string | StreamSource,
  more: { transport?: 'tcp' | 'udp'; user?: string; password?: string } & Partial<
    Pick<StreamParts, 'acceleration'>
  > & { segmentsDir?: string; fps?: number; onSegment?: (segment: SegmentLine) => void } = {},
): WatchedStream {
  const stamps: WatchedStream['stamps'] = [];
  const segments: SegmentLine[] = [];
  const log: string[] = [];
  let [bytes, letGoS] = [0, 0];
  const credentials =
    more.user === undefined ? undefined : { user: more.user, password: more.password ?? '' };
  const stop = new AbortController();
  const stream = new Stream({
    source:
      typeof source === 'string'
        ? { kind: 'rtsp', url: source, credentials, transport: more.transport ?? 'tcp' }
        : source,
    wanted: () => ({
      ...{ fps: more.fps ?? 5, sheet: layoutSheet({ width: 160, height: 96 }, []), pad: 114 },
      ...{ realtime: true, stillsDir: undefined },
      segments: more.segmentsDir === undefined ? undefined : { dir: more.segmentsDir, seconds: 2 },
    }),
    acceleration: more.acceleration ?? 'none',
    newSink: () => ({
      stamp: (stamp) => stamps.push({ ...stamp, atMs: performance.now() }),
      chunk: (chunk) => (bytes += chunk.length),
      segment: (segment) => {
        segments.push(segment);
        more.onSegment?.(segment);
      },
      described: () => undefined,
      arriving: () => undefined,
      cameraClock: () => undefined,
      letGo: (seconds) => (letGoS += seconds),
    }),
    clock: systemClock,
    log: pino({ level: 'trace', base: null }, { write: (line: string) => log.push(line) }),
  });
  const done = stream.run(stop.signal);
  return {
    ...{ stamps, segments, log },
    bytes: () => bytes,
    letGoS: () => letGoS,
    health: () => stream.health,
    stop: async () => {
      stop.abort();
      await done;
    },
  };
}

/** Waits until something is true; throws with its name when it is not in time. */
export async function until(what: string, isTrue: () => boolean, withinMs = 20_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
