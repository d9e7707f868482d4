/** Share of `true`, as `97.5 % of 40`. */
export function share(hits: readonly boolean[]): string {
  if (hits.length === 0) return '–';
  return `${((100 * hits.filter(Boolean).length) / hits.length).toFixed(1)} % of ${hits.length}`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

/** `+1.5`, `−1.5` with a true minus. */
export const signed = (value: number, digits = 1) =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;

/** Puts values under their key, keys in order of appearance. */
export function groupBy<Value, Key extends string>(
  values: Iterable<Value>,
  key: (value: Value) => Key,
): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return groups;
}

/**
 * Average precision over all points (PASCAL VOC 2010) and the recall at a precision of at least 0.95.
 * @param hits scored finds, true = right; @param truths how many there were to find
 */
export function precisionFigures(
  hits: readonly { score: number; right: boolean }[],
  truths: number,
): { ap: number; recall95: number } {
  const sorted = [...hits].sort((a, b) => b.score - a.score);
  let right = 0;
  const points = sorted.map((hit, index) => {
    if (hit.right) right += 1;
    return { precision: right / (index + 1), recall: right / truths };
  });
  let [ap, best, recall95] = [0, 0, 0];
  for (let i = points.length - 1; i >= 0; i -= 1) {
    const { precision, recall } = points[i] as { precision: number; recall: number };
    if (precision >= 0.95) recall95 = Math.max(recall95, recall);
    best = Math.max(best, precision);
    const previous = points[i - 1]?.recall ?? 0;
    ap += best * (recall - previous);
  }
  return { ap, recall95 };
}
