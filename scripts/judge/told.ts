/** `[x, y, w, h]`, 0..1 of the picture. */
export type NormBox = readonly [x: number, y: number, w: number, h: number];

export interface ToldViolation {
  t: number;
  rule: string;
  track: number;
  /** When the act began, seconds. */
  began?: number;
  /** Where the vehicle was at `t`. */
  box?: NormBox;
  /** Lesser rules that the same vehicle broke. */
  also?: { rule: string }[];
  /** Why the law may exempt the vehicle: flagged, no accusation. */
  exemption?: string;
}

export interface ToldPassage {
  t: number;
  line: string;
  direction: string;
  track: number;
  /** Mean speed from–to with its 95 % interval, km/h. */
  speed?: { kmh: number; low: number; high: number; fromS: number; toS: number };
}

export interface ToldPlate {
  t: number;
  track: number;
  text?: string;
  confidence: number;
}

export interface ToldRiders {
  t: number;
  track: number;
  /** 4 is four or more. */
  count: number;
  /** The driver first. */
  heads: { helmet: 'yes' | 'no' | 'unknown' }[];
}

/** What `vamco replay --json` said of a clip. */
export interface Told {
  violations: ToldViolation[];
  passages: ToldPassage[];
  plates: ToldPlate[];
  riders: ToldRiders[];
  signals: { t: number; signal: string; state: string }[];
  /** With `--tracks`: every analysed frame, `[track, x, y, w, h]` in parts of the picture. */
  frames: { t: number; tracks: [id: number, ...box: NormBox][] }[];
}

/** Reads JSON lines; throws one plain sentence, with `name` and the line's number, when one is no event. */
export function parseTold(text: string, name: string): Told {
  const told: Told = { violations: [], passages: [], plates: [], riders: [], signals: [], frames: [] };
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const event = parse(line, `${name}:${index + 1}`);
    if (event.type === 'violation.detected') told.violations.push(event as never);
    if (event.type === 'passage.recorded') told.passages.push(event as never);
    if (event.type === 'plate.read') told.plates.push(event as never);
    if (event.type === 'riders.seen') told.riders.push(event as never);
    if (event.type === 'signal.changed') told.signals.push(event as never);
    if (event.type === 'frame.analysed') told.frames.push(event as never);
  });
  return told;
}

function parse(line: string, where: string): { type: string; t: number } {
  try {
    const event = JSON.parse(line) as { type?: unknown; t?: unknown };
    if (typeof event.type === 'string' && typeof event.t === 'number')
      return event as { type: string; t: number };
  } catch {
    // Told below: whatever is wrong with the line, it is no event.
  }
  throw new Error(`${where} is no event of vamco replay --json`);
}
