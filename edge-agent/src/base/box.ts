/** `[x, y, w, h]` in pixels of the source picture, x and y of the top left corner. */
export type PixelBox = [x: number, y: number, w: number, h: number];

/** Intersection over union of two boxes, 0..1. */
export function iou(a: PixelBox, b: PixelBox): number {
  const common = commonArea(a, b);
  return common === 0 ? 0 : common / (area(a) + area(b) - common);
}

/** How much of the smaller box lies in the other one, 0..1. */
export function within(a: PixelBox, b: PixelBox): number {
  const common = commonArea(a, b);
  return common === 0 ? 0 : common / Math.min(area(a), area(b));
}

function commonArea(a: PixelBox, b: PixelBox): number {
  const w = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const h = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return Math.max(0, w) * Math.max(0, h);
}

const area = ([, , w, h]: PixelBox) => w * h;

/** The box with a little around it, in parts of its sides. */
export function widened(
  [x, y, w, h]: PixelBox,
  { sides, above, below }: { sides: number; above: number; below: number },
): PixelBox {
  return [x - w * sides, y - h * above, w * (1 + 2 * sides), h * (1 + above + below)];
}
