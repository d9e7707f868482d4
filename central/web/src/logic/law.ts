const DAY_MS = 86_400_000;

/** Whole days until `end`, and 0 when it has passed. Times in Unix milliseconds. */
export function daysLeft(end: number, now: number): number {
  return Math.max(0, Math.floor((end - now) / DAY_MS));
}

/** `18–20` for a range of fines in VND, in millions with as many decimals as it needs. */
export function millions(minVnd: number, maxVnd: number, decimalSign: ',' | '.'): string {
  const text = (dong: number) => String(Math.round(dong / 1e4) / 100).replace('.', decimalSign);
  return minVnd === maxVnd ? text(minVnd) : `${text(minVnd)}–${text(maxVnd)}`;
}
