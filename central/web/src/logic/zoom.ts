export interface Size {
  width: number;
  height: number;
}

/** How many vehicle boxes fit across the picture when zoomed. */
const ROOM = 2.6;
const MAX_FACTOR = 6;

/** The part of a picture to show, as an SVG view box: all of it, or the vehicle with some room around. */
export function viewBox({ width, height }: Size, box: readonly number[] | undefined): string {
  const [x = 0, y = 0, w = 1, h = 1] = box ?? [];
  const share = Math.min(1, Math.max(w * ROOM, h * ROOM, 1 / MAX_FACTOR));
  const from = (centre: number) => Math.min(1 - share, Math.max(0, centre - share / 2));
  const numbers = [from(x + w / 2) * width, from(y + h / 2) * height, share * width, share * height];
  return numbers.map((number) => Math.round(number)).join(' ');
}
