/** A pair that must not be; also what leaving a row or a column alone costs at most. */
const NEVER = 1e9;

/**
 * The cheapest pairs of rows and columns, each used once: the assignment problem, solved by shortest augmenting paths
 * (Kuhn 1955; Jonker and Volgenant 1987). Pairs that cost `limit` or more are left out.
 *
 * @param cost `cost[row][column]`, any finite numbers or Infinity
 * @returns `[row, column]` pairs, by row
 */
export function assign(cost: readonly (readonly number[])[], limit: number): [number, number][] {
  const rows = cost.length;
  const columns = cost[0]?.length ?? 0;
  if (rows === 0 || columns === 0) return [];
  // One more column for each row: to stay alone costs `limit`, so a dear pair is never forced.
  const width = columns + rows;
  const priceOf = (row: number, column: number): number => {
    if (column >= columns) return column - columns === row ? limit : NEVER;
    const price = cost[row]?.[column] ?? NEVER;
    return price < limit ? price : NEVER;
  };
  const rowOf = new Int32Array(width).fill(-1);
  const rowPrice = new Float64Array(rows);
  const columnPrice = new Float64Array(width);
  for (let start = 0; start < rows; start += 1)
    augment(start, { rows, width, priceOf, rowOf, rowPrice, columnPrice });
  const pairs: [number, number][] = [];
  for (let column = 0; column < columns; column += 1) {
    const row = rowOf[column] ?? -1;
    if (row >= 0) pairs.push([row, column]);
  }
  return pairs.sort(([a], [b]) => a - b);
}

interface Problem {
  rows: number;
  width: number;
  priceOf: (row: number, column: number) => number;
  /** Which row has a column; −1 is none. */
  rowOf: Int32Array;
  rowPrice: Float64Array;
  columnPrice: Float64Array;
}

/** Gives one more row a column, by the cheapest chain of rows that move over (Dijkstra on reduced prices). */
function augment(start: number, { width, priceOf, rowOf, rowPrice, columnPrice }: Problem): void {
  const distance = new Float64Array(width).fill(Infinity);
  const before = new Int32Array(width).fill(-1);
  const isDone = new Uint8Array(width);
  let row = start;
  let column = -1;
  let reached = 0;
  do {
    let next = -1;
    for (let c = 0; c < width; c += 1) {
      if (isDone[c]) continue;
      const through = reached + priceOf(row, c) - (rowPrice[row] ?? 0) - (columnPrice[c] ?? 0);
      if (through < (distance[c] ?? Infinity)) {
        distance[c] = through;
        before[c] = column;
      }
      if (next < 0 || (distance[c] ?? Infinity) < (distance[next] ?? Infinity)) next = c;
    }
    column = next;
    reached = distance[column] ?? Infinity;
    isDone[column] = 1;
    row = rowOf[column] ?? -1;
  } while (row >= 0);
  // Prices of what was passed on the way move, so that reduced prices stay above zero.
  rowPrice[start] = (rowPrice[start] ?? 0) + reached;
  for (let c = 0; c < width; c += 1) {
    const owner = rowOf[c] ?? -1;
    if (!isDone[c] || c === column) continue;
    const saved = reached - (distance[c] ?? 0);
    columnPrice[c] = (columnPrice[c] ?? 0) - saved;
    if (owner >= 0) rowPrice[owner] = (rowPrice[owner] ?? 0) + saved;
  }
  while (column >= 0) {
    const previous = before[column] ?? -1;
    rowOf[column] = previous < 0 ? start : (rowOf[previous] ?? -1);
    column = previous;
  }
}
