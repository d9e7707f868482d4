import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

/** How a camera writes its clock. Faces are of Debian's fonts-dejavu-core, which ffmpeg brings along. */
export interface OverlayStyle {
  format: keyof typeof clockFormats;
  face: string;
  /** Of the letters, pixels of the picture. */
  size: number;
  look: 'edged' | 'plain' | 'boxed' | 'dark';
}

const two = (value: number) => String(value).padStart(2, '0');
const english = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const vietnamese = ['Chủ Nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'];
const chinese = ['日', '一', '二', '三', '四', '五', '六'];

interface Parts {
  year: number;
  month: string;
  day: string;
  time: string;
  half: string;
  weekday: number;
}

/** What cameras on the market write. */
export const clockFormats = {
  'ymd-dash': ({ year, month, day, time }: Parts) => `${year}-${month}-${day} ${time}`,
  'ymd-slash': ({ year, month, day, time }: Parts) => `${year}/${month}/${day} ${time}`,
  'ymd-weekday': ({ year, month, day, time, weekday }: Parts) =>
    `${year}-${month}-${day} ${english[weekday] ?? ''} ${time}`,
  'dmy-dash': ({ year, month, day, time }: Parts) => `${day}-${month}-${year} ${time}`,
  'dmy-dot': ({ year, month, day, time }: Parts) => `${day}.${month}.${year} ${time}`,
  'dmy-weekday': ({ year, month, day, time, weekday }: Parts) =>
    `${day}/${month}/${year} ${english[weekday] ?? ''} ${time}`,
  'dmy-vietnamese': ({ year, month, day, time, weekday }: Parts) =>
    `${day}/${month}/${year} ${vietnamese[weekday] ?? ''} ${time}`,
  'mdy-half': ({ year, month, day, half }: Parts) => `${month}/${day}/${year} ${half}`,
  'mdy-weekday': ({ year, month, day, time, weekday }: Parts) =>
    `${month}-${day}-${year} ${english[weekday] ?? ''} ${time}`,
  'ymd-chinese': ({ year, month, day, time, weekday }: Parts) =>
    `${year}-${month}-${day} 星期${chinese[weekday] ?? ''} ${time}`,
} as const;

/** @param localMs the clock's fields as if they were UTC, ms */
export function clockText(format: OverlayStyle['format'], localMs: number): string {
  const at = new Date(localMs);
  const hour = at.getUTCHours();
  const rest = `:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  return clockFormats[format]({
    year: at.getUTCFullYear(),
    month: two(at.getUTCMonth() + 1),
    day: two(at.getUTCDate()),
    time: two(hour) + rest,
    half: `${two(hour % 12 === 0 ? 12 : hour % 12)}${rest} ${hour < 12 ? 'AM' : 'PM'}`,
    weekday: at.getUTCDay(),
  });
}

/** Three looks at a clock, three and a third seconds apart. */
export function overlayLooks(firstMs: number) {
  return [0, 1, 2].map((index) => {
    const trueMs = firstMs + Math.round((index * 10_000) / 3);
    const text = (format: OverlayStyle['format']) => clockText(format, Math.floor(trueMs / 1000) * 1000);
    return { index, trueMs, text };
  });
}

export interface DrawnClock {
  picture: Buffer;
  /** [x, y, w, h], 0..1 of the picture: what a technician would draw around the clock. */
  region: [number, number, number, number];
}

/**
 * Writes a text over a picture, as a camera does.
 * @param corner where it begins, 0..1 of the picture that is left
 */
export async function drawClock(
  background: Buffer,
  text: string,
  { face, size, look }: Pick<OverlayStyle, 'face' | 'size' | 'look'>,
  corner: readonly [number, number],
): Promise<DrawnClock> {
  const { width, height } = await sharp(background).metadata();
  const [fill, edge] = look === 'dark' ? ['#000', '#fff'] : ['#fff', '#000'];
  const stroke = look === 'edged' || look === 'dark' ? ` stroke="${edge}" stroke-width="${size / 8}"` : '';
  const letters = `font-family="${face}" font-size="${size}" paint-order="stroke" fill="${fill}"${stroke}`;
  const svg = (w: number, h: number, body: string) =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}">${body}</svg>`);
  const line = (x: number, y: number) => `<text x="${x}" y="${y}" ${letters}>${text}</text>`;
  // How wide the letters are is known only when they are drawn.
  const alone = sharp(svg(width, size * 2, line(size, size * 1.4)));
  const { info } = await alone.trim({ threshold: 0 }).toBuffer({ resolveWithObject: true });
  const margin = size * 0.35;
  const [w, h] = [Math.min(width, info.width + 2 * margin), size + 2 * margin];
  const [left, top] = [Math.round((width - w) * corner[0]), Math.round((height - h) * corner[1])];
  const box = `<rect x="${left}" y="${top}" width="${w}" height="${h}" fill="rgba(0,0,0,0.6)"/>`;
  const body = (look === 'boxed' ? box : '') + line(left + margin, top + margin + size * 0.85);
  const picture = await sharp(background)
    .composite([{ input: svg(width, height, body) }])
    .png({ compressionLevel: 1 })
    .toBuffer();
  return { picture, region: [left / width, top / height, w / width, h / height] };
}

/** Pictures of a recording as PNG, spread over its length. */
export function backgroundsOf(video: string, count: number, seconds: number): Buffer[] {
  return inFolder((dir) => {
    // Our renderer writes a caption along the upper edge.
    const vf = `fps=${count}/${seconds},crop=iw:ih*0.92:0:ih*0.08,scale=1280:720`;
    const frames = ['-frames:v', `${count}`, join(dir, '%d.png')];
    execFileSync('ffmpeg', ['-v', 'error', '-i', video, '-vf', vf, ...frames]);
    return Array.from({ length: count }, (_, index) => readFileSync(join(dir, `${index + 1}.png`)));
  });
}

/** What is left of pictures of one size after a camera's H.264 and the still's JPEG. */
export function throughCamera(pictures: readonly Buffer[], crf: number): Buffer[] {
  return inFolder((dir) => {
    pictures.forEach((picture, index) => {
      writeFileSync(join(dir, `${index + 1}.png`), picture);
    });
    const file = join(dir, 'camera.mp4');
    const coding = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', `${crf}`, '-g', '12'];
    const input = ['-v', 'error', '-framerate', '5', '-i', join(dir, '%d.png')];
    execFileSync('ffmpeg', [...input, ...coding, '-pix_fmt', 'yuv420p', file]);
    execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-q:v', '4', join(dir, '%d.jpg')]);
    return pictures.map((_, index) => readFileSync(join(dir, `${index + 1}.jpg`)));
  });
}

function inFolder<Result>(work: (dir: string) => Result): Result {
  const dir = mkdtempSync(join(tmpdir(), 'vamco-overlays-'));
  try {
    return work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
