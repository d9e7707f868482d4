import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Condition } from '../world/light.ts';

export const codecs = ['h264', 'h265'] as const;
export type Codec = (typeof codecs)[number];

export interface FilmOrder {
  file: string;
  seed: number;
  fps: number;
  kbits: number;
  codec: Codec;
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
  let end: { code: number | null } | undefined;
  const done = new Promise<void>((resolve) => {
    ffmpeg.once('error', ({ message }) => (complaint ||= message));
    ffmpeg.once('close', (code) => {
      end = { code };
      resolve();
    });
  });
  const mustBeWell = () => {
    if (end && end.code !== 0) throw new Error(`the clip could not be written: ${reasonIn(complaint)}`);
  };
  return {
    /** Takes one picture; throws when ffmpeg has given up, so that nobody draws on for minutes. */
    write: async (jpeg: Buffer) => {
      mustBeWell();
      if (ffmpeg.stdin.write(jpeg)) return;
      // A pipe that breaks means that ffmpeg is about to end: why is known once it has.
      await Promise.race([once(ffmpeg.stdin, 'drain').catch(() => done), done]);
      mustBeWell();
    },
    finish: async () => {
      ffmpeg.stdin.end();
      await done;
      mustBeWell();
    },
    stop: () => ffmpeg.kill('SIGKILL'),
  };
}

/** What a person can act on, out of what ffmpeg says. */
function reasonIn(complaint: string): string {
  if (/No space left/u.test(complaint)) return 'no space left on the disk';
  return complaint.trim().split('\n').at(-1) ?? 'ffmpeg ended without a word';
}
