import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { BrowserStage } from './browser-stage.ts';
import { sceneOf } from './scene-of.ts';
import { createSite } from './site.ts';
import { Traffic } from './traffic.ts';
import { TruthRecorder } from './truth-recorder.ts';

export const FPS = 12.5;

export interface ClipOrder {
  name: string;
  seed: number;
  seconds: number;
  /** Highest bit rate, kbit/s. */
  kbits: number;
  out: string;
}

/**
 * Renders `NAME.mp4`, `NAME.truth.json` and `NAME.scene.yaml` into a folder. They appear together at the
 * end; a clip that failed half-way leaves nothing.
 */
export async function renderClip(order: ClipOrder, progress: (text: string) => void): Promise<void> {
  const work = mkdtempSync(join(order.out, '.rendering-'));
  const stage = await BrowserStage.open();
  try {
    const site = createSite(order.seed, false);
    const traffic = new Traffic(order.seed, { density: 1.1, violations: true });
    const truth = new TruthRecorder(site, FPS);
    await stage.show(site);
    const encoder = encode(join(work, 'clip.mp4'), order);
    const frames = Math.round(order.seconds * FPS);
    for (let index = 0; index < frames; index += 1) {
      const actors = traffic.actors();
      truth.frame(index, actors);
      await encoder.write(await stage.draw(actors));
      traffic.step();
      if (index % 25 === 0) progress(`${order.name}: ${index}/${frames} frames`);
    }
    await encoder.finish();
    writeFileSync(join(work, 'truth.json'), `${JSON.stringify(truth.finish())}\n`);
    writeFileSync(
      join(work, 'scene.yaml'),
      stringify(sceneOf(site.camera), { flowCollectionPadding: false, collectionStyle: 'any' }),
    );
    for (const [from, to] of [
      ['clip.mp4', 'mp4'],
      ['truth.json', 'truth.json'],
      ['scene.yaml', 'scene.yaml'],
    ] as const) {
      renameSync(join(work, from), join(order.out, `${order.name}.${to}`));
    }
  } finally {
    await stage.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** ffmpeg with the look of a cheap camera: soft, noisy, a little pale; no B-frames, a key frame a second. */
function encode(file: string, order: ClipOrder) {
  const look = `gblur=sigma=0.55,noise=alls=7:allf=t:all_seed=${order.seed},eq=saturation=0.88:contrast=0.96`;
  const label =
    "drawtext=text='VAMCO DEMO  CAM 01':x=24:y=20:fontsize=24:fontcolor=white:borderw=2:bordercolor=black@0.6";
  const args = [
    ...['-v', 'error', '-f', 'image2pipe', '-framerate', String(FPS), '-c:v', 'mjpeg', '-i', 'pipe:0'],
    ...[
      '-vf',
      `${look},${label}`,
      '-c:v',
      'libx264',
      '-preset',
      'slow',
      '-pix_fmt',
      'yuv420p',
      '-bf',
      '0',
      '-g',
      '13',
    ],
    ...[
      '-crf',
      '27',
      '-maxrate',
      `${order.kbits}k`,
      '-bufsize',
      `${order.kbits}k`,
      '-movflags',
      '+faststart',
      '-y',
      file,
    ],
  ];
  const ffmpeg = spawn('ffmpeg', args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  ffmpeg.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  ffmpeg.stdin.on('error', () => undefined);
  const done = once(ffmpeg, 'close');
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
  };
}
