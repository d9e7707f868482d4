import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import { CameraFault } from './camera-fault.ts';
import { Connection } from './connection.ts';
import { pinAddress } from './pinned-address.ts';
import type { VideoMedia } from './rtsp/sdp.ts';
import type { StreamSource } from './stream-source.ts';

/** What a stream really is, as measured. */
export interface ProbedStream {
  codec: string;
  width: number;
  height: number;
  declaredFps: number | undefined;
  /** Pictures that arrived a second. */
  fps: number;
  /** Time from asking to the first decoded frame, ms. */
  firstFrameMs: number;
  /** The camera's clock by its sender reports minus ours, ms; undefined when it sends none. */
  clockOffsetMs: number | undefined;
  /** One full-size frame. */
  jpeg: Buffer;
}

/** Watches a stream for a while, as the agent would. Throws CameraFault. */
export async function probeStream(
  source: Extract<StreamSource, { kind: 'rtsp' }>,
  watchMs: number,
  { clock, log }: { clock: Clock; log: Logger },
): Promise<ProbedStream> {
  const pinned = await pinAddress(source.url, source.url.startsWith('rtsps:') ? 322 : 554);
  const dir = mkdtempSync(join(tmpdir(), 'vamco-probe-'));
  const seen: {
    media?: VideoMedia;
    size?: { width: number; height: number };
    firstMs?: number;
    arrivals: number[];
    clockOffsetMs?: number;
  } = { arrivals: [] };
  const began = clock.now();
  const enough = new AbortController();
  try {
    const connection = new Connection({
      ...{ source, pinned, acceleration: 'none', clock, log, onAccelerationLost: () => undefined },
      wanted: { fps: 1, sheet: undefined, pad: 0, realtime: false, stillsDir: dir, segments: undefined },
      sink: {
        described: (media) => (seen.media = media),
        stamp: ({ width, height }) => {
          seen.size = { width, height };
          if (seen.firstMs !== undefined) return;
          seen.firstMs = clock.now();
          setTimeout(() => {
            enough.abort();
          }, watchMs);
        },
        arriving: () => seen.arrivals.push(clock.now()),
        cameraClock: (cameraMs) => (seen.clockOffsetMs = Math.round(cameraMs - clock.utcMs())),
        letGo: () => undefined,
        chunk: () => undefined,
        segment: () => undefined,
      },
    });
    const reason = await connection.run(enough.signal);
    const { media, size, firstMs, arrivals } = seen;
    if (!media || !size || firstMs === undefined) throw new CameraFault(reason);
    const spanMs = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0);
    return {
      codec: media.codec === 'other' ? media.encoding : media.codec,
      ...size,
      declaredFps: media.declaredFps,
      fps: spanMs > 0 ? Math.round(((arrivals.length - 1) * 10_000) / spanMs) / 10 : 0,
      firstFrameMs: Math.round(firstMs - began),
      clockOffsetMs: seen.clockOffsetMs,
      jpeg: readFileSync(join(dir, '1.jpg')),
    };
  } finally {
    enough.abort();
    rmSync(dir, { recursive: true, force: true });
  }
}
