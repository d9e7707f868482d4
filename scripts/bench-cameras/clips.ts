import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import type { SegmentRing } from '../../edge-agent/src/segments/segment-ring.ts';
import { firstPicture, readCounter } from './burnt-in-counter.ts';
import type { ParkCamera } from './camera-park.ts';

const BEFORE_MS = 5_000;
const AFTER_MS = 3_000;

export interface ClipFigures {
  /** Undefined when it could not be cut. */
  file: string | undefined;
  /** From the asked end to the finished file. */
  readyMs: number;
  /** Asked start minus the true time of the first picture: never negative. */
  earlyMs: number;
  /** True time of the last picture minus the asked end: about one picture's time at worst. */
  lateMs: number;
  playsInFfmpeg: boolean;
}

/** Cuts clips around now, one after the other, and looks at what is in them. */
export async function cutClips(
  ring: SegmentRing,
  camera: ParkCamera,
  dir: string,
  count: number,
  say: (text: string) => void,
): Promise<ClipFigures[]> {
  const figures: ClipFigures[] = [];
  await sleep(BEFORE_MS + 6_000);
  for (let i = 0; i < count; i += 1) {
    const now = Date.now();
    const [fromMs, toMs] = [now - BEFORE_MS, now + AFTER_MS];
    const clip = await ring.cut(fromMs, toMs, dir, Date.now).catch((error: unknown) => {
      say(`no clip: ${String(error instanceof Error ? (error.cause ?? error) : error).slice(0, 300)}`);
      return undefined;
    });
    const readyMs = Date.now() - toMs;
    if (clip === undefined) {
      figures.push({ file: undefined, readyMs: Infinity, earlyMs: NaN, lateMs: NaN, playsInFfmpeg: false });
      continue;
    }
    const [first, last] = [await firstPicture(clip.file), await lastPicture(clip.file, dir)];
    const sent = async (picture: Buffer | string, aboutMs: number) =>
      camera.sentAt((await readCounter(picture)) ?? -1, aboutMs) ?? NaN;
    figures.push({
      ...{ file: clip.file, readyMs },
      earlyMs: fromMs - (await sent(first, clip.startsAtMs)),
      lateMs: (await sent(last, clip.endsAtMs)) - toMs,
      playsInFfmpeg: await playsInFfmpeg(clip.file),
    });
  }
  return figures;
}

async function lastPicture(video: string, dir: string): Promise<string> {
  const file = join(dir, 'last.png');
  const args = ['-v', 'error', '-y', '-sseof', '-1', '-i', video, '-update', '1', file];
  await promisify(execFile)('ffmpeg', args);
  return file;
}

async function playsInFfmpeg(video: string): Promise<boolean> {
  const args = ['-v', 'error', '-xerror', '-i', video, '-f', 'null', '-'];
  return promisify(execFile)('ffmpeg', args).then(
    ({ stderr }) => stderr === '',
    () => false,
  );
}

/** Plays each file in a real browser to its end; how many did. */
export async function playInChromium(files: readonly string[]): Promise<number> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage();
    let played = 0;
    for (const file of files) {
      const source = `data:video/mp4;base64,${readFileSync(file).toString('base64')}`;
      played += Number(await page.evaluate(playToEnd, source));
    }
    return played;
  } finally {
    await browser.close();
  }
}

/** Runs in the browser. */
async function playToEnd(source: string): Promise<boolean> {
  const video = document.createElement('video');
  Object.assign(video, { muted: true, playbackRate: 4, src: source });
  document.body.append(video);
  const ended = new Promise<boolean>((found) => {
    video.addEventListener('ended', () => {
      found(video.getVideoPlaybackQuality().totalVideoFrames > 0);
    });
    video.addEventListener('error', () => {
      found(false);
    });
    setTimeout(() => {
      found(false);
    }, 20_000);
  });
  await video.play().catch(() => undefined);
  const isPlayed = await ended;
  video.remove();
  return isPlayed;
}
