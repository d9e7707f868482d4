import sharp from 'sharp';
import { AgentError } from '../base/errors.ts';

const LIMITS = { limitInputPixels: 40e6, failOn: 'error', sequentialRead: true } as const;

/**
 * For a program that runs for months and decodes many pictures a second beside other work: no cache of pictures that
 * never come again, no threads of libvips beside those that already ask.
 */
export function decodeSparingly(): void {
  sharp.cache(false);
  sharp.concurrency(1);
}

/** Larger pictures are shrunk while they are decoded: no plate needs more, and memory stays bounded. */
const MAX_DECODED = 12e6;

/**
 * Reads a still picture the way frames come from ffmpeg: upright, RGB, letterboxed into the top left corner.
 * Throws BAD_PICTURE with one plain sentence for what is no picture, is truncated, or is absurdly large.
 */
export async function readPicture(
  file: string,
  input: { width: number; height: number; pad: number },
): Promise<{ pixels: Uint8Array; source: { width: number; height: number } }> {
  try {
    const source = await uprightSize(file);
    const scale = Math.min(input.width / source.width, input.height / source.height);
    const width = Math.min(input.width, Math.max(1, Math.round(source.width * scale)));
    const height = Math.min(input.height, Math.max(1, Math.round(source.height * scale)));
    const background = { r: input.pad, g: input.pad, b: input.pad };
    const pixels = await sharp(file, LIMITS)
      .rotate()
      .flatten({ background })
      .toColourspace('srgb')
      .resize(width, height, { fit: 'fill', kernel: 'linear' })
      .extend({ right: input.width - width, bottom: input.height - height, background })
      .removeAlpha()
      .raw()
      .toBuffer();
    return { pixels, source };
  } catch (cause) {
    throw badPicture(file, cause);
  }
}

/**
 * Reads a still picture as upright RGB. `scale` = its pixels per pixel of the file's picture (1 up to 12 million).
 * Throws BAD_PICTURE as `readPicture` does.
 */
export async function readRgb(
  file: string,
): Promise<{ picture: { data: Uint8Array; width: number; height: number }; scale: number }> {
  try {
    const source = await uprightSize(file);
    const scale = Math.min(1, Math.sqrt(MAX_DECODED / (source.width * source.height)));
    const image = sharp(file, LIMITS).rotate();
    if (scale < 1) image.resize(Math.round(source.width * scale));
    const { data, info } = await image
      .flatten({ background: { r: 114, g: 114, b: 114 } })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`${String(info.channels)} channels`);
    return {
      picture: { data, width: info.width, height: info.height },
      scale: info.width / source.width,
    };
  } catch (cause) {
    throw badPicture(file, cause);
  }
}

/** Reads the header only, so that an absurd size is refused before anything is decoded. */
async function uprightSize(file: string): Promise<{ width: number; height: number }> {
  const { width, height, orientation = 1 } = await sharp(file, LIMITS).metadata();
  if (width * height > LIMITS.limitInputPixels) throw new Error('more than 40 million pixels');
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

function badPicture(file: string, cause: unknown): AgentError {
  const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
  return new AgentError('BAD_PICTURE', `${file} cannot be used as a picture: ${reason}`, { cause });
}
