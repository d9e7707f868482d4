/**
 * One complete piece of a stream on the disk; times are UTC, whole Unix milliseconds. Its name follows from them: thousands of
 * pieces are known, and their names would be most of what is kept of them.
 */
export interface Segment {
  startMs: number;
  endMs: number;
  bytes: number;
}

export type SegmentTimes = Pick<Segment, 'startMs' | 'endMs'>;

/** The times of a piece as its name can hold them. */
export function wholeTimes({ startMs, endMs }: SegmentTimes): SegmentTimes {
  const start = Math.round(startMs);
  return { startMs: start, endMs: start + Math.max(1, Math.round(endMs - startMs)) };
}

/** File name of a segment; the whole index is in the names, so that it survives a restart. */
export function segmentName(times: SegmentTimes): string {
  const { startMs, endMs } = wholeTimes(times);
  return `${startMs}-${endMs - startMs}.mkv`;
}

/** Reads a name back; undefined for other files. */
export function segmentTimes(name: string): SegmentTimes | undefined {
  const [, start, duration] = /^(\d{10,16})-(\d{1,8})\.mkv$/.exec(name) ?? [];
  if (start === undefined || duration === undefined) return undefined;
  return { startMs: Number(start), endMs: Number(start) + Number(duration) };
}

/** Segments that touch a span, oldest first. */
export function segmentsWithin(all: readonly Segment[], fromMs: number, toMs: number): Segment[] {
  return all
    .filter(({ startMs, endMs }) => endMs > fromMs && startMs < toMs)
    .sort((a, b) => a.startMs - b.startMs);
}

/** The oldest segments that must go so that the rest fits. */
export function tooMany(all: readonly Segment[], budgetBytes: number): Segment[] {
  let bytes = all.reduce((sum, segment) => sum + segment.bytes, 0);
  const gone: Segment[] = [];
  for (const segment of [...all].sort((a, b) => a.startMs - b.startMs)) {
    if (bytes <= budgetBytes) break;
    bytes -= segment.bytes;
    gone.push(segment);
  }
  return gone;
}

/** Shorter than this is how exactly the ends of pieces are known. */
const NO_GAP_MS = 500;

/** How much is missing between pieces that were recorded one after the other, ms. */
export function gapsMs(pieces: readonly Pick<Segment, 'startMs' | 'endMs'>[]): number {
  return pieces.reduce((sum, { endMs }, index) => {
    const gap = (pieces[index + 1]?.startMs ?? endMs) - endMs;
    return gap > NO_GAP_MS ? sum + gap : sum;
  }, 0);
}
