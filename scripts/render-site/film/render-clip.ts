import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { BrowserStage } from './browser-stage.ts';
import { encode, type Codec } from './encoder.ts';
import { FPS, produce, type Clip } from './production.ts';

/**
 * Renders `NAME.mp4`, `NAME.truth.json` and `NAME.scene.yaml` into a folder. They appear together at the end; a clip
 * that failed half-way, or was interrupted by `signal`, leaves nothing.
 */
export async function renderClip(
  clip: Clip,
  { out, codec, signal }: { out: string; codec: Codec; signal: AbortSignal },
  progress: (text: string) => void,
): Promise<void> {
  const { camera, name, seconds } = clip;
  // Before any work: an impossible scene is refused.
  const { seed, condition, scene, order, frame, finish } = produce(clip);
  mkdirSync(out, { recursive: true });
  const work = mkdtempSync(join(out, '.rendering-'));
  const beganMs = performance.now();
  let stage: BrowserStage | undefined;
  let film: ReturnType<typeof encode> | undefined;
  try {
    stage = await BrowserStage.open();
    await stage.show(order);
    const { kbits } = clip;
    const filmOrder = { file: join(work, 'clip.mp4'), seed, fps: FPS, kbits, codec, condition };
    film = encode({ ...filmOrder, caption: `VAMCO  ${camera.id.toUpperCase()}` });
    const frames = Math.round(seconds * FPS);
    let now = frame(0);
    for (let index = 0; index < frames; index += 1) {
      signal.throwIfAborted();
      const drawing = stage.draw(now);
      // Should playing fail, nobody waits for the drawing any more.
      drawing.catch(() => undefined);
      // The order leaves this process first: while the browser draws, the next moment is played and written down.
      await sleep(1);
      if (index + 1 < frames) now = frame(index + 1);
      await film.write(await drawing);
      if (index % 50 === 0) progress(`${name}: ${index}/${frames} frames`);
    }
    await film.finish();
    film = undefined;
    writeFileSync(join(work, 'truth.json'), `${JSON.stringify(finish())}\n`);
    writeFileSync(
      join(work, 'scene.yaml'),
      stringify(scene, { flowCollectionPadding: false, aliasDuplicateObjects: false }),
    );
    for (const [from, to] of [
      ['clip.mp4', 'mp4'],
      ['truth.json', 'truth.json'],
      ['scene.yaml', 'scene.yaml'],
    ] as const) {
      renameSync(join(work, from), join(out, `${name}.${to}`));
    }
    const tookS = (performance.now() - beganMs) / 1000;
    progress(`${name}: ${frames} frames in ${tookS.toFixed(0)} s, ${(frames / tookS).toFixed(1)} a second`);
  } finally {
    film?.stop();
    await stage?.close();
    rmSync(work, { recursive: true, force: true });
  }
}
