/** The two clocks of a box: monotonic for order and durations, wall for dates. Both in milliseconds. */
export interface Clock {
  /** Monotonic; never jumps. Starts anywhere. */
  now(): number;
  /** Unix time, UTC. May be corrected at any moment, so never subtract two of these. */
  utcMs(): number;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  utcMs: () => Date.now(),
};

/** `2026-11-24T01:02:03.456Z` for a Unix time in milliseconds. */
export function utcText(utcMs: number): string {
  return new Date(Math.round(utcMs)).toISOString();
}
