export type PixelPoint = readonly [u: number, v: number];

/** Pixels a cell is wide and high. */
const CELL = 4;

/** Who is seen where: a coarse picture of ids, painted from far to near. */
export class IdGrid {
  readonly #columns: number;
  readonly #rows: number;
  readonly #ids: Int32Array;
  /** In which count a cell was last counted. */
  readonly #counted: Int32Array;
  #round = 0;

  constructor(width: number, height: number) {
    this.#columns = Math.ceil(width / CELL);
    this.#rows = Math.ceil(height / CELL);
    this.#ids = new Int32Array(this.#columns * this.#rows).fill(-1);
    this.#counted = new Int32Array(this.#ids.length);
  }

  /** Paints a convex outline over what was there. */
  fill(hull: readonly PixelPoint[], id: number): void {
    this.#scan(hull, (row, from, to) => {
      this.#ids.fill(id, row * this.#columns + from, row * this.#columns + to + 1);
    });
  }

  /** Cells that some convex outlines cover together, whoever is seen there. */
  count(hulls: readonly (readonly PixelPoint[])[]): number {
    this.#round += 1;
    let cells = 0;
    for (const hull of hulls) {
      this.#scan(hull, (row, from, to) => {
        for (let cell = row * this.#columns + from; cell <= row * this.#columns + to; cell += 1) {
          if (this.#counted[cell] !== this.#round) cells += 1;
          this.#counted[cell] = this.#round;
        }
      });
    }
    return cells;
  }

  /** How many cells show this one within a box, and the box around them cut to the given one. */
  shown(id: number, box: { x: number; y: number; w: number; h: number }) {
    let [cells, left, top, right, bottom] = [0, Infinity, Infinity, -Infinity, -Infinity];
    const [c0, r0] = [Math.floor(box.x / CELL), Math.floor(box.y / CELL)];
    const c1 = Math.min(this.#columns - 1, Math.floor((box.x + box.w) / CELL));
    const r1 = Math.min(this.#rows - 1, Math.floor((box.y + box.h) / CELL));
    for (let row = r0; row <= r1; row += 1) {
      for (let column = c0; column <= c1; column += 1) {
        if (this.#ids[row * this.#columns + column] !== id) continue;
        cells += 1;
        [left, right] = [Math.min(left, column), Math.max(right, column + 1)];
        [top, bottom] = [Math.min(top, row), Math.max(bottom, row + 1)];
      }
    }
    if (cells === 0) return { cells, area: undefined };
    const x = Math.max(box.x, left * CELL);
    const y = Math.max(box.y, top * CELL);
    const w = Math.min(box.x + box.w, right * CELL) - x;
    const h = Math.min(box.y + box.h, bottom * CELL) - y;
    return { cells, area: { x, y, w, h } };
  }

  /** Who is seen at a pixel; −1 is nobody. */
  at(u: number, v: number): number {
    return this.#ids[Math.floor(v / CELL) * this.#columns + Math.floor(u / CELL)] ?? -1;
  }

  #scan(hull: readonly PixelPoint[], span: (row: number, from: number, to: number) => void): void {
    let [top, bottom] = [Infinity, -Infinity];
    for (const [, v] of hull) [top, bottom] = [Math.min(top, v), Math.max(bottom, v)];
    const first = Math.max(0, Math.floor(top / CELL));
    const last = Math.min(this.#rows - 1, Math.floor(bottom / CELL));
    for (let row = first; row <= last; row += 1) {
      // The middle of the row, or of the outline where that is lower than a row.
      const v = Math.min(Math.max((row + 0.5) * CELL, top + 1e-6), bottom - 1e-6);
      let [left, right] = [Infinity, -Infinity];
      let [au, av] = hull.at(-1) ?? [0, 0];
      for (const [bu, bv] of hull) {
        if (av > v !== bv > v) {
          const u = au + ((bu - au) * (v - av)) / (bv - av);
          [left, right] = [Math.min(left, u), Math.max(right, u)];
        }
        [au, av] = [bu, bv];
      }
      const from = Math.max(0, Math.floor(left / CELL));
      const to = Math.min(this.#columns - 1, Math.floor(right / CELL));
      if (from <= to) span(row, from, to);
    }
  }
}

/** The convex hull of some points, in order (Andrew's monotone chain, 1979). */
export function hullOf(points: readonly PixelPoint[]): PixelPoint[] {
  const sorted = [...points].sort(([a, b], [c, d]) => a - c || b - d);
  const half = (list: readonly PixelPoint[]) => {
    const chain: PixelPoint[] = [];
    for (const point of list) {
      while (chain.length > 1 && cross(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half([...sorted].reverse())];
}

function cross(a: PixelPoint | undefined, b: PixelPoint | undefined, c: PixelPoint): number {
  if (!a || !b) return 0;
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
