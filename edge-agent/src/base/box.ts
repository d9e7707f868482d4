/** `[x, y, w, h]` in pixels of the source picture, x and y of the top left corner. */
export type PixelBox = [x: number, y: number, w: number, h: number];

/** Intersection over union of two boxes, 0..1. */
export function iou(a: PixelBox, b: PixelBox): number {
  const w = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const h = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  if (w <= 0 || h <= 0) return 0;
  return (w * h) / (a[2] * a[3] + b[2] * b[3] - w * h);
}
