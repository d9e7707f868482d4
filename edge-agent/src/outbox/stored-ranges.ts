import type { Ack } from '@vamco/contracts';

/**
 * The inclusive ranges of numbers that an acknowledgement speaks for: up to `upTo`, without the holes.
 * Holes may come in any order and overlap; whatever lies in one of them is not stored.
 */
export function storedRanges({ upTo, holes }: Pick<Ack, 'upTo' | 'holes'>): [from: number, to: number][] {
  const ranges: [number, number][] = [];
  let from = 1;
  for (const [first = 0, last = 0] of [...holes].sort(([a = 0], [b = 0]) => a - b)) {
    if (first > from) ranges.push([from, Math.min(first - 1, upTo)]);
    from = Math.max(from, last + 1);
  }
  if (from <= upTo) ranges.push([from, upTo]);
  return ranges.filter(([first, last]) => first <= last);
}
