/** A point or vector in the picture, 0..1 of its width and height, y down. */
export type NormPoint = readonly [x: number, y: number];

/** Is the point inside the polygon? Ray casting; a point on the edge may count either way. */
export function inside(polygon: readonly NormPoint[], [x, y]: NormPoint): boolean {
  let odd = false;
  let [px, py] = polygon.at(-1) ?? [0, 0];
  for (const [qx, qy] of polygon) {
    if (qy > y !== py > y && x < ((px - qx) * (y - qy)) / (py - qy) + qx) odd = !odd;
    [px, py] = [qx, qy];
  }
  return odd;
}

/** A directed counting or stop line, ready to be asked. */
export interface LineGeometry {
  from: NormPoint;
  to: NormPoint;
  /** Unit normal of the line on its forward side. */
  normal: NormPoint;
}

/** The forward side is where `forward` points; without it, to the right of `from` → `to` as seen on screen. */
export function lineGeometry(from: NormPoint, to: NormPoint, forward: NormPoint | undefined): LineGeometry {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const length = Math.hypot(dx, dy) || 1;
  const right: NormPoint = [-dy / length, dx / length];
  const along = forward === undefined ? 1 : right[0] * forward[0] + right[1] * forward[1];
  return { from, to, normal: along >= 0 ? right : [-right[0], -right[1]] };
}

/** Signed distance from the endless line: positive on the forward side. */
export function side(line: LineGeometry, [x, y]: NormPoint): number {
  return (x - line.from[0]) * line.normal[0] + (y - line.from[1]) * line.normal[1];
}

/** Does the way from `a` to `b` cut the line between its ends (with a little room beyond them)? */
export function cuts(line: LineGeometry, a: NormPoint, b: NormPoint, room = 0.02): boolean {
  const before = side(line, a);
  const after = side(line, b);
  if (before === after || before * after > 0) return false;
  const part = before / (before - after);
  const hit: NormPoint = [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
  const dx = line.to[0] - line.from[0];
  const dy = line.to[1] - line.from[1];
  const length = Math.hypot(dx, dy) || 1;
  const along = ((hit[0] - line.from[0]) * dx + (hit[1] - line.from[1]) * dy) / length;
  return along >= -room && along <= length + room;
}

export function dot(a: NormPoint, b: NormPoint): number {
  return a[0] * b[0] + a[1] * b[1];
}

/** The same direction with length 1; a zero vector stays zero. */
export function unit([x, y]: NormPoint): NormPoint {
  const length = Math.hypot(x, y) || 1;
  return [x / length, y / length];
}

/** Does the polygon enclose anything, once? A point may be repeated. */
export function isArea(polygon: readonly NormPoint[]): boolean {
  return Math.abs(areaOf(polygon)) > 1e-5 && !crossesItself(polygon);
}

/** Does any side of the polygon cut through another? */
export function crossesItself(polygon: readonly NormPoint[]): boolean {
  const edges = polygon.map((from, index) => [from, polygon[(index + 1) % polygon.length] ?? from] as const);
  return edges.some(([a, b], i) =>
    edges.some(([c, d], j) => {
      const neighbours = j <= i + 1 || (i === 0 && j === edges.length - 1);
      return !neighbours && turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
    }),
  );
}

/** Signed area, by the shoelace formula. */
function areaOf(polygon: readonly NormPoint[]): number {
  return polygon.reduce((sum, [x, y], index) => {
    const [u, v] = polygon[(index + 1) % polygon.length] ?? [x, y];
    return sum + (x * v - u * y) / 2;
  }, 0);
}

/** Which way a → b → c turns: sign of the cross product. */
function turn([ax, ay]: NormPoint, [bx, by]: NormPoint, [cx, cy]: NormPoint): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}
