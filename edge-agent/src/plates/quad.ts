/** Four corners in pixels: top left, top right, bottom right, bottom left of the plate itself. */
export type Point = readonly [x: number, y: number];
export type Quad = readonly [Point, Point, Point, Point];

const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Mean length of the upper and lower side, and of the left and right one, in pixels. */
export function quadSize([a, b, c, d]: Quad): { width: number; height: number } {
  return { width: (distance(a, b) + distance(d, c)) / 2, height: (distance(a, d) + distance(b, c)) / 2 };
}

/** The upright box around a quad: `[x, y, w, h]`. */
export function quadBox(quad: Quad): [number, number, number, number] {
  const [xs, ys] = [quad.map(([x]) => x), quad.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
}

/** The quad moved and scaled: `(p - origin) * scale`. */
export function mapQuad(quad: Quad, origin: Point, scale: number): Quad {
  return quad.map(([x, y]) => [(x - origin[0]) * scale, (y - origin[1]) * scale]) as unknown as Quad;
}

/** The quad grown about its middle by a factor along each axis of the picture. */
export function growQuad(quad: Quad, fx: number, fy: number): Quad {
  const middle = (axis: 0 | 1) => quad.reduce((sum, point) => sum + point[axis], 0) / quad.length;
  const [cx, cy] = [middle(0), middle(1)];
  return quad.map(([x, y]) => [cx + (x - cx) * fx, cy + (y - cy) * fy]) as unknown as Quad;
}
