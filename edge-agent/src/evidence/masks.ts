import type { NormPoint } from '../scene/geometry.ts';

/** Black polygons over what nobody may see, as SVG for a picture of this size; empty when there are none. */
export function maskSvg(
  windows: readonly (readonly NormPoint[])[],
  { width, height }: { width: number; height: number },
): string {
  return windows
    .map((window) => window.map(([x, y]) => `${x * width},${y * height}`).join(' '))
    .map((points) => `<polygon points="${points}" fill="#000"/>`)
    .join('');
}
