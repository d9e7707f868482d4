/** When a frame was taken by the stream's time stamps, and its size before scaling. */
export interface FrameStamp {
  /** NaN when the stream gave this frame no time stamp. */
  seconds: number;
  width: number;
  height: number;
}

/** One complete piece of the stream as it came. */
export interface SegmentLine {
  /** File name, without folder. */
  name: string;
  startS: number;
  endS: number;
}

/** Seconds of one tick of the stamps; ffmpeg says it before the first frame and after each change. */
export interface TimeBase {
  seconds: number;
}

const stampLine = /\] n:\s*\d+ pts:\s*(\S+) .* s:(\d+)x(\d+)/;
const baseLine = /config in time_base: (\d+)\/(\d+)/;
const segmentLine = /^(part-\d{9}\.mkv),(-?[\d.]+),(-?[\d.]+)$/;

/**
 * Reads one line of ffmpeg's stderr; undefined when it is none of ours. Stamps are whole ticks: the seconds
 * that ffmpeg prints beside them have six digits, which is whole seconds after a day.
 */
export function readLine(
  line: string,
  base: TimeBase,
): { kind: 'stamp'; stamp: FrameStamp } | { kind: 'segment'; segment: SegmentLine } | undefined {
  const stamp = stampLine.exec(line);
  if (stamp) {
    const seconds = Number(stamp[1]) * base.seconds;
    return { kind: 'stamp', stamp: { seconds, width: Number(stamp[2]), height: Number(stamp[3]) } };
  }
  const changed = baseLine.exec(line);
  if (changed) base.seconds = Number(changed[1]) / Number(changed[2]);
  const segment = segmentLine.exec(line);
  if (!segment) return undefined;
  const [, name = '', startS, endS] = segment;
  return { kind: 'segment', segment: { name, startS: Number(startS), endS: Number(endS) } };
}
