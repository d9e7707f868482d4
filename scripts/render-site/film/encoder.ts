import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Condition } from '../world/light.ts';

export interface FilmOrder {
  file: string;
  seed: number;
  fps: number;
  kbits: number;
  codec: 'h264' | 'h265';
  condition: Condition | 'indoor';
  /** Burnt into the upper left corner. */
  caption: string;
}

/** How much noise a sensor adds, of 100: more where there is little light. */
const noise: Record<FilmOrder['condition'], number> = {
  ...{ day: 6, 'low-sun': 7, overcast: 7, rain: 11, dusk: 13, night: 20, infrared: 18, indoor: 9 },
};

/**
 * ffmpeg with the look of a cheap camera: soft, noisy, a little pale, grey in infra-red; no B-frames, a key frame a
 * second. Pictures go in as JPEG, one a frame. The file is complete once `finish` has returned.
 */
export function encode(order: FilmOrder) {
  const { seed, condition, fps, kbits, codec, file, caption } = order;
  const colour = condition === 'infrared' ? 'hue=s=0,eq=contrast=1.1' : 'eq=saturation=0.84:contrast=0.97';
  const grain = `noise=alls=${noise[condition]}:allf=t:all_seed=${seed}`;
  const label = `drawtext=text='${caption}':x=24:y=20:fontsize=24:fontcolor=white:borderw=2:bordercolor=black@0.6`;
  const args = [
    ...['-v', 'error', '-f', 'image2pipe', '-framerate', String(fps), '-c:v', 'mjpeg', '-i', 'pipe:0'],
    ...['-vf', `gblur=sigma=0.6,${grain},${colour},${label}`, '-pix_fmt', 'yuv420p'],
    ...(codec === 'h265'
      ? ['-c:v', 'libx265', '-x265-params', 'log-level=error:bframes=0', '-tag:v', 'hvc1']
      : ['-c:v', 'libx264', '-bf', '0']),
    ...[
      '-preset',
      'medium',
      '-g',
      String(Math.round(fps)),
      '-crf',
      '27',
      '-maxrate',
      `${kbits}k`,
      '-bufsize',
      `${kbits}k`,
    ],
    ...['-movflags', '+faststart', '-y', file],
  ];
  const ffmpeg = spawn('ffmpeg', args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  ffmpeg.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  ffmpeg.stdin.on('error', () => undefined);
  const done = once(ffmpeg, 'close').catch(() => [null]);
  return {
    write: async (jpeg: Buffer) => {
      if (!ffmpeg.stdin.write(jpeg)) await Promise.race([once(ffmpeg.stdin, 'drain'), done]);
    },
    finish: async () => {
      ffmpeg.stdin.end();
      const [code] = (await done) as [number | null];
      if (code !== 0)
        throw new Error(`ffmpeg could not write the clip: ${complaint.trim().split('\n').at(-1) ?? ''}`);
    },
    stop: () => ffmpeg.kill('SIGKILL'),
  };
}
