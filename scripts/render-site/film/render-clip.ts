import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { TruthRecorder } from '../truth/recorder.ts';
import { sceneOf } from '../truth/scene-of.ts';
import { STEP_S } from '../world/actor.ts';
import type { JunctionClip } from '../world/clip.ts';
import { createLighting } from '../world/light.ts';
import { createProps } from '../world/props.ts';
import { Traffic } from '../world/traffic.ts';
import { BrowserStage } from './browser-stage.ts';
import { encode } from './encoder.ts';

export const FPS = 1 / STEP_S;

/**
 * Renders `NAME.mp4`, `NAME.truth.json` and `NAME.scene.yaml` into a folder. They appear together at the end; a clip
 * that failed half-way leaves nothing.
 */
export async function renderClip(
  clip: JunctionClip,
  out: string,
  progress: (text: string) => void,
): Promise<void> {
  const { camera, condition, traffic: plan, name, seconds } = clip;
  // Before any work: an impossible scene is refused.
  const scene = sceneOf(camera, { officer: plan.officer !== undefined });
  const props = createProps(plan.seed);
  const truth = new TruthRecorder({ name, seed: plan.seed, condition, fps: FPS, seconds }, camera, props);
  mkdirSync(out, { recursive: true });
  const work = mkdtempSync(join(out, '.rendering-'));
  let stage: BrowserStage | undefined;
  let film: ReturnType<typeof encode> | undefined;
  try {
    stage = await BrowserStage.open();
    await stage.show({ seed: plan.seed, camera, light: createLighting(condition, plan.seed), props });
    const { kbits, codec } = clip;
    const order = { file: join(work, 'clip.mp4'), seed: plan.seed, fps: FPS, kbits, codec, condition };
    film = encode({ ...order, caption: `VAMCO  ${camera.id.toUpperCase()}` });
    const traffic = new Traffic(plan);
    const frames = Math.round(seconds * FPS);
    for (let index = 0; index < frames; index += 1) {
      const { state } = traffic;
      truth.frame(index, state);
      await film.write(await stage.draw(state));
      traffic.step();
      if (index % 50 === 0) progress(`${name}: ${index}/${frames} frames`);
    }
    await film.finish();
    film = undefined;
    writeFileSync(join(work, 'truth.json'), `${JSON.stringify(truth.finish())}\n`);
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
  } finally {
    film?.stop();
    await stage?.close();
    rmSync(work, { recursive: true, force: true });
  }
}
