import sharp from 'sharp';
import { lettersOf, negative, type Gray } from './letters.ts';

const LIMITS = { limitInputPixels: 40e6, failOn: 'error', sequentialRead: true } as const;
/** Letters of 40 to 60 pixels are read best. */
const HEIGHT = 80;
/** A region much wider than high would become a picture that takes seconds to read. */
const MAX_WIDTH = 3_200;
/** Where between black and white letters may begin: no single place holds for every background. */
const LEVELS = [0.5, 0.6, 0.7, 0.8, 0.87];

/**
 * One region of a full-size picture, enlarged, in grey.
 * @param region [x, y, w, h], 0..1 of the picture
 * Throws when the picture cannot be decoded.
 */
export async function cutOverlay(jpeg: Buffer, region: readonly number[]): Promise<Gray> {
  const [x = 0, y = 0, w = 0, h = 0] = region;
  const { width: full, height: tall } = await sharp(jpeg, LIMITS).metadata();
  const [left, width] = span(x, w, full);
  const [top, height] = span(y, h, tall);
  const grown = Math.min(MAX_WIDTH, Math.round((width * HEIGHT) / height));
  const { data, info } = await sharp(jpeg, LIMITS)
    .extract({ left, top, width, height })
    .greyscale()
    .resize(grown, HEIGHT, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: Uint8Array.from(data) };
}

/** Pixels from and how many, at least two, inside of the picture. */
function span(from: number, length: number, size: number): [number, number] {
  const first = Math.min(Math.round(from * size), size - 2);
  return [first, Math.max(2, Math.min(size - first, Math.round(length * size)))];
}

/** The text as pictures for a reader, PNG, black on white: letters of one polarity at several thresholds. */
export async function textPictures(overlay: Gray, letters: 'bright' | 'dark'): Promise<Buffer[]> {
  const bright = letters === 'bright' ? overlay : negative(overlay);
  const shapes = LEVELS.flatMap((level) => lettersOf(bright, level) ?? []);
  return Promise.all(shapes.map(toPng));
}

function toPng({ width, height, data }: Gray): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}
