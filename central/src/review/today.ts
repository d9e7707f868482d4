/** Vietnam has one time zone and no summer time. */
const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** Start of the current day in Asia/Ho_Chi_Minh, as UTC text. */
export function startOfToday(nowMs: number): string {
  const local = nowMs + OFFSET_MS;
  return new Date(local - (local % DAY_MS) - OFFSET_MS).toISOString();
}
