import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import sharp from 'sharp';

const run = promisify(execFile);

/** The clip as a camera sends it: 1080p, 15 frames a second, a key frame every two seconds, no B-frames. */
export const CLIP = { fps: 15, seconds: 24, width: 1920, height: 1080 } as const;
export const CLIP_FRAMES = CLIP.fps * CLIP.seconds;
/** From one key picture to the next. */
export const KEY_FRAMES = 2 * CLIP.fps;

/** Ten blocks for the bits of the frame's number, highest first, then the same ten turned round as a check. */
const BITS = 10;
/** In the sky of the rendered street; pixels of the clip. */
const PLACE = { x: 480, y: 8, block: 24, height: 40 } as const;
/** Pictures are read at this width: previews may be as narrow. */
const READ_WIDTH = 640;

/** Encodes a video once as that clip, each frame with its own number as black and white blocks. */
export async function makeCountedClip(video: string, file: string): Promise<void> {
  const bit = `mod(floor(N/pow(2,${BITS - 1}-mod(floor(X/${PLACE.block}),${BITS}))),2)`;
  const lum = `255*abs(${bit}-gte(X,${BITS * PLACE.block}))`;
  const blocks = `color=black:s=${2 * BITS * PLACE.block}x${PLACE.height}:r=${CLIP.fps},format=gray,geq=lum='${lum}'[c]`;
  const picture = `[0:v]scale=${CLIP.width}:${CLIP.height},fps=${CLIP.fps}[v]`;
  const coding = ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '0', '-g', `${KEY_FRAMES}`];
  await run('ffmpeg', [
    ...['-v', 'error', '-y', '-i', video],
    ...['-filter_complex', `${picture};${blocks};[v][c]overlay=${PLACE.x}:${PLACE.y}`],
    ...[...coding, '-b:v', '2M', '-maxrate', '3M', '-bufsize', '4M', '-pix_fmt', 'yuv420p'],
    ...['-frames:v', `${CLIP_FRAMES}`, '-an', file],
  ]);
}

/** Reads the number out of a picture of any size; undefined when its two halves disagree. */
export async function readCounter(picture: string | Buffer): Promise<number | undefined> {
  const scale = READ_WIDTH / CLIP.width;
  const height = Math.round(CLIP.height * scale);
  const { data, info } = await sharp(picture)
    .greyscale()
    .resize(READ_WIDTH, height, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const row = Math.round((PLACE.y + PLACE.height / 2) * scale);
  const bits = Array.from({ length: 2 * BITS }, (_, block) => {
    const column = Math.round((PLACE.x + (block + 0.5) * PLACE.block) * scale);
    return (data[(row * info.width + column) * info.channels] ?? 0) > 127;
  });
  const isSure = bits.slice(0, BITS).every((lit, index) => lit !== bits[BITS + index]);
  if (!isSure) return undefined;
  return bits.slice(0, BITS).reduce((number, lit) => number * 2 + Number(lit), 0);
}

/** The first picture of a recording, PNG. */
export async function firstPicture(video: string): Promise<Buffer> {
  const args = ['-v', 'error', '-i', video, '-frames:v', '1', '-f', 'image2', '-c:v', 'png', '-'];
  const { stdout } = await run('ffmpeg', args, { encoding: 'buffer', maxBuffer: 20_000_000 });
  return stdout;
}
