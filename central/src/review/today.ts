/** Vietnam has one time zone and no summer time. */
const OFFSET_MS = 7 * 3_600_000;

/** The current day in Asia/Ho_Chi_Minh, `2026-11-24`. */
export function today(nowMs: number): string {
  return new Date(nowMs + OFFSET_MS).toISOString().slice(0, 10);
}
