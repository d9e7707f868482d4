/**
 * Full-jitter back-off: a random wait between 0 and a ceiling that doubles with each attempt, so that
 * many boxes do not come back in step (Brooker, "Exponential Backoff and Jitter").
 *
 * @param attempt number of failures in a row, from 0
 * @param random 0..1
 * @returns milliseconds, at least 200
 */
export function backoffMs(
  attempt: number,
  limits: { baseMs: number; maxMs: number },
  random: number,
): number {
  const ceiling = Math.min(limits.maxMs, limits.baseMs * 2 ** Math.min(attempt, 20));
  return Math.max(200, Math.round(random * ceiling));
}
