import { cutOut, type RgbPicture } from '../base/rgb-picture.ts';
import { quadSize, type Point, type Quad } from './quad.ts';

/** From the plate's plane to the picture: `x = (a u + b v + c) / (g u + h v + 1)`, `y = (d u + e v + f) / (…)`. */
type Homography = readonly [number, number, number, number, number, number, number, number];

/**
 * Cuts a plate out flat by its corners, with a margin of `margin` parts of each side around it.
 * Large plates are halved first, so that one bilinear sample a pixel is enough. Outside the picture its edge goes on.
 * @returns `width` x `height` RGB
 */
export function rectify(
  picture: RgbPicture,
  quad: Quad,
  width: number,
  height: number,
  margin: number,
): Uint8Array {
  let { source, corners } = region(picture, quad);
  for (let span = reduction(corners, width, height); span > 2; span /= 2) {
    if (Math.min(source.width, source.height) <= 4) break;
    const halved = halve(source);
    const [fx, fy] = [halved.width / source.width, halved.height / source.height];
    corners = corners.map(([x, y]) => [x * fx, y * fy]) as unknown as Quad;
    source = halved;
  }
  const [mx, my] = [(width * margin) / (1 + 2 * margin), (height * margin) / (1 + 2 * margin)];
  const map = squareToQuad(corners);
  return sample(source, map, { width, height, mx, my });
}

function reduction(quad: Quad, width: number, height: number): number {
  const size = quadSize(quad);
  return Math.max(size.width / width, size.height / height);
}

/** The part of the picture around the quad, so that halving costs what the plate costs and not the picture. */
function region({ data, width, height }: RgbPicture, quad: Quad): { source: RgbPicture; corners: Quad } {
  const [xs, ys] = [quad.map(([x]) => x), quad.map(([, y]) => y)];
  const [padX, padY] = [spread(xs) * 0.15 + 2, spread(ys) * 0.25 + 2];
  const left = clamp(Math.floor(Math.min(...xs) - padX), 0, width - 1);
  const top = clamp(Math.floor(Math.min(...ys) - padY), 0, height - 1);
  const right = clamp(Math.ceil(Math.max(...xs) + padX), left + 1, width);
  const bottom = clamp(Math.ceil(Math.max(...ys) + padY), top + 1, height);
  const source = cutOut({ data, width, height }, { left, top, width: right - left, height: bottom - top });
  const corners = quad.map(([x, y]) => [x - left, y - top]) as unknown as Quad;
  return { source, corners };
}

/** Half the size, each pixel the mean of four. */
function halve({ data, width, height }: RgbPicture): RgbPicture {
  const [w, h] = [width >> 1, height >> 1];
  const out = new Uint8Array(w * h * 3);
  for (let y = 0; y < h; y += 1) {
    for (let x = 0; x < w; x += 1) {
      const upper = (2 * y * width + 2 * x) * 3;
      const lower = upper + width * 3;
      for (let c = 0; c < 3; c += 1) {
        const sum =
          byte(data, upper + c) +
          byte(data, upper + 3 + c) +
          byte(data, lower + c) +
          byte(data, lower + 3 + c);
        out[(y * w + x) * 3 + c] = (sum + 2) >> 2;
      }
    }
  }
  return { data: out, width: w, height: h };
}

/** The projective map of the unit square to a quad (Heckbert, Fundamentals of Texture Mapping, 1989, 2.2.3). */
function squareToQuad([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: Quad): Homography {
  const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const [dx1, dx2, dy1, dy2] = [x1 - x2, x3 - x2, y1 - y2, y3 - y2];
  const area = dx1 * dy2 - dx2 * dy1;
  const g = area === 0 ? 0 : (sx * dy2 - dx2 * sy) / area;
  const h = area === 0 ? 0 : (dx1 * sy - sx * dy1) / area;
  return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h];
}

function sample(
  { data, width, height }: RgbPicture,
  [a, b, c, d, e, f, g, h]: Homography,
  out: { width: number; height: number; mx: number; my: number },
): Uint8Array {
  const pixels = new Uint8Array(out.width * out.height * 3);
  const [flatWidth, flatHeight] = [out.width - 2 * out.mx, out.height - 2 * out.my];
  let to = 0;
  for (let row = 0; row < out.height; row += 1) {
    const v = (row - out.my) / flatHeight;
    for (let column = 0; column < out.width; column += 1) {
      const u = (column - out.mx) / flatWidth;
      const z = 1 / (g * u + h * v + 1);
      const x = clamp((a * u + b * v + c) * z, 0, width - 1.001);
      const y = clamp((d * u + e * v + f) * z, 0, height - 1.001);
      const [left, top] = [x | 0, y | 0];
      const [fx, fy] = [x - left, y - top];
      const upper = (top * width + left) * 3;
      const lower = top + 1 < height ? upper + width * 3 : upper;
      const next = left + 1 < width ? 3 : 0;
      for (let k = 0; k < 3; k += 1) {
        const above = byte(data, upper + k) * (1 - fx) + byte(data, upper + next + k) * fx;
        const below = byte(data, lower + k) * (1 - fx) + byte(data, lower + next + k) * fx;
        pixels[to] = above * (1 - fy) + below * fy + 0.5;
        to += 1;
      }
    }
  }
  return pixels;
}

const byte = (data: Uint8Array, index: number) => data[index] as number;
const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
const spread = (values: number[]) => Math.max(...values) - Math.min(...values);

/** The corners of a whole picture. */
export function wholePicture({ width, height }: { width: number; height: number }): Quad {
  const corner = (x: number, y: number): Point => [x, y];
  return [corner(0, 0), corner(width, 0), corner(width, height), corner(0, height)];
}
