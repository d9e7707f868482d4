import sharp from 'sharp';
import type { PixelBox } from '../base/box.ts';

/** A still travels over thin lines. */
const MAX_BYTES = 60 * 1024;
const LIMITS = { limitInputPixels: 40e6, failOn: 'error', sequentialRead: true } as const;
sharp.cache(false);
sharp.concurrency(1);

/** The frame as it is sent: unchanged when small enough, else scaled and compressed until it is. */
export async function toStill(frame: Buffer): Promise<Buffer> {
  if (frame.length <= MAX_BYTES) return frame;
  for (const [width, quality] of [
    [1280, 70],
    [1280, 55],
    [960, 55],
    [640, 50],
  ] as const) {
    const still = await sharp(frame, LIMITS)
      .resize({ width, withoutEnlargement: true })
      .jpeg({ quality })
      .toBuffer();
    if (still.length <= MAX_BYTES || width === 640) return still;
  }
  return frame;
}

/** A derived copy with the vehicle's box, the zone and a caption drawn on it; the original stays as it is. */
export async function toOverlay(
  frame: Buffer,
  marks: { box: PixelBox; polygon: readonly (readonly [number, number])[]; caption: string },
): Promise<Buffer> {
  const { width, height } = await sharp(frame, LIMITS).metadata();
  const [x, y, w, h] = marks.box;
  const zone = marks.polygon.map(([px, py]) => `${px * width},${py * height}`).join(' ');
  const line = Math.max(2, Math.round(width / 400));
  const size = Math.round(height / 32);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <polygon points="${zone}" fill="rgba(255,180,0,0.14)" stroke="#ffb400" stroke-width="${line}"/>
    <rect x="${x}" y="${y}" width="${w}" height="${h}" fill="none" stroke="#ff2d2d" stroke-width="${line}"/>
    <rect x="0" y="${height - size * 1.8}" width="${width}" height="${size * 1.8}" fill="rgba(0,0,0,0.62)"/>
    <text x="${size * 0.6}" y="${height - size * 0.6}" font-family="sans-serif" font-size="${size}" fill="#fff">${escapeXml(marks.caption)}</text>
  </svg>`;
  const drawn = await sharp(frame, LIMITS)
    .composite([{ input: Buffer.from(svg) }])
    .jpeg({ quality: 80 })
    .toBuffer();
  return toStill(drawn);
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
