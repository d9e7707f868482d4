import sharp from 'sharp';
import { AgentError } from '../base/errors.ts';

const LIMITS = { limitInputPixels: 40e6, failOn: 'error', sequentialRead: true } as const;

/**
 * Reads a still picture the way frames come from ffmpeg: upright, RGB, letterboxed into the top left corner.
 * Throws BAD_PICTURE with one plain sentence for what is no picture, is truncated, or is absurdly large.
 */
export async function readPicture(
  file: string,
  input: { width: number; height: number; pad: number },
): Promise<{ pixels: Uint8Array; source: { width: number; height: number } }> {
  try {
    const meta = await sharp(file, LIMITS).metadata();
    if (meta.width * meta.height > LIMITS.limitInputPixels) throw new Error('more than 40 million pixels');
    const turned = (meta.orientation ?? 1) >= 5;
    const source = turned
      ? { width: meta.height, height: meta.width }
      : { width: meta.width, height: meta.height };
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
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new AgentError('BAD_PICTURE', `${file} cannot be used as a picture: ${reason}`, { cause });
  }
}
