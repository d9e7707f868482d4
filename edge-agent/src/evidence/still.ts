import sharp from 'sharp';
import type { PixelBox } from '../base/box.ts';
import type { NormPoint } from '../scene/geometry.ts';
import { maskSvg } from './masks.ts';

/** A preview travels over thin lines. */
const MAX_BYTES = 60 * 1024;
/**
 * Ways to make one, best first. `share`: bytes of the copy for each byte of a still of the same size, as a camera's stills
 * of 60 to 500 kB have it by day. Which one fits can be told beforehand, and one try costs as much as decoding a frame.
 */
const COPIES = [
  { width: 1280, quality: 70, share: 0.87 },
  { width: 1280, quality: 55, share: 0.7 },
  { width: 960, quality: 55, share: 0.82 },
  { width: 640, quality: 50, share: 0.9 },
] as const;
const LIMITS = { limitInputPixels: 40e6, failOn: 'error', sequentialRead: true } as const;
sharp.cache(false);
sharp.concurrency(1);

type Windows = readonly (readonly NormPoint[])[];

/** What is drawn on a copy: the zone, the vehicle, its riders’ heads, and a line of text with place, rule, light and clock. */
export interface Marks {
  box: PixelBox;
  polygon: readonly (readonly [number, number])[];
  heads: readonly NormPoint[];
  caption: string;
}

/** The frame as reviewers see it: private windows burnt in; unchanged when there are none and it is small enough. */
export async function toPreview(frame: Buffer, windows: Windows): Promise<Buffer> {
  return shrink(windows.length > 0 ? await draw(frame, (size) => maskSvg(windows, size)) : frame);
}

/** A derived copy in full size with marks and masks; the original stays as it is. */
export function toMarked(frame: Buffer, marks: Marks, windows: Windows): Promise<Buffer> {
  return draw(frame, (size) => maskSvg(windows, size) + marksSvg(marks, size));
}

/** A copy for reviewers: scaled and compressed as little as it must be to be small enough. */
export async function shrink(frame: Buffer): Promise<Buffer> {
  if (frame.length <= MAX_BYTES) return frame;
  const source = await sharp(frame, LIMITS).metadata();
  const expected = COPIES.map(
    ({ width, share }) => frame.length * share * Math.min(1, width / source.width) ** 2,
  );
  const made = new Map<number, Buffer>();
  // How much larger than expected this picture's copies are: noise is lost in them, fine print is not.
  let factor = 1;
  for (;;) {
    const fitting = expected.findIndex((bytes) => bytes * factor <= MAX_BYTES);
    const next = fitting < 0 ? COPIES.length - 1 : fitting;
    const { width, quality } = COPIES[next] ?? COPIES[0];
    if (made.has(next)) break;
    const resized = sharp(frame, LIMITS).resize({ width, withoutEnlargement: true });
    const copy = await resized.jpeg({ quality }).toBuffer();
    made.set(next, copy);
    factor = copy.length / (expected[next] ?? copy.length);
  }
  const copies = COPIES.flatMap((_, index) => made.get(index) ?? []);
  return copies.find(({ length }) => length <= MAX_BYTES) ?? copies.at(-1) ?? frame;
}

interface Size {
  width: number;
  height: number;
}

async function draw(frame: Buffer, shapes: (size: Size) => string): Promise<Buffer> {
  const { width, height } = await sharp(frame, LIMITS).metadata();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes({ width, height })}</svg>`;
  return sharp(frame, LIMITS)
    .composite([{ input: Buffer.from(svg) }])
    .jpeg({ quality: 80 })
    .toBuffer();
}

function marksSvg({ box: [x, y, w, h], polygon, heads, caption }: Marks, { width, height }: Size): string {
  const zone = polygon.map(([px, py]) => `${px * width},${py * height}`).join(' ');
  const line = Math.max(2, Math.round(width / 400));
  const size = Math.round(height / 32);
  // Small corners above each head: nothing lies over the helmet that is in question.
  const ticks = heads
    .map(([px, py]) => [px * width, py * height - h * 0.11] as const)
    .map(
      ([tx, ty]) =>
        `<path d="M${tx - 2 * line} ${ty - 3 * line} L${tx} ${ty} L${tx + 2 * line} ${ty - 3 * line}" fill="none" stroke="#ff2d2d" stroke-width="${line}"/>`,
    )
    .join('');
  return `<polygon points="${zone}" fill="rgba(255,180,0,0.14)" stroke="#ffb400" stroke-width="${line}"/>
    <rect x="${x}" y="${y}" width="${w}" height="${h}" fill="none" stroke="#ff2d2d" stroke-width="${line}"/>
    ${ticks}<rect x="0" y="${height - size * 1.8}" width="${width}" height="${size * 1.8}" fill="rgba(0,0,0,0.62)"/>
    <text x="${size * 0.6}" y="${height - size * 0.6}" font-family="sans-serif" font-size="${size}" fill="#fff">${escapeXml(caption)}</text>`;
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
