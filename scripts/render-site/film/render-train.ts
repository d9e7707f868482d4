import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { masts, type SiteCamera } from '../camera/camera.ts';
import { see } from '../camera/see.ts';
import { conditions, createLighting } from '../world/light.ts';
import { createProps } from '../world/props.ts';
import { Random } from '../world/random.ts';
import { lawful } from '../world/rates.ts';
import { cycleS, usualPlan } from '../world/signal-plan.ts';
import { Traffic } from '../world/traffic.ts';
import { BrowserStage } from './browser-stage.ts';

const FRAMES_PER_SEED = 8;
const STEPS_BETWEEN = 22;
/** A browser keeps some memory of every scene that it has shown: it is opened anew after so many seeds. */
const SEEDS_PER_STAGE = 6;
/** Below this nobody could find it; such objects are listed as `ignore`. */
const MIN_VISIBLE = 0.4;
const MIN_SIDE = 8;

/**
 * Training pictures with exact labels: every seed is another mast, lens, sky and crowd. A line of
 * `labels.jsonl` is written only once its picture is.
 */
export async function renderTrain(
  order: { from: number; to: number; out: string },
  progress: (text: string) => void,
): Promise<void> {
  mkdirSync(order.out, { recursive: true });
  let stage = await BrowserStage.open();
  try {
    for (let seed = order.from; seed <= order.to; seed += 1) {
      if (seed > order.from && (seed - order.from) % SEEDS_PER_STAGE === 0) {
        await stage.close();
        stage = await BrowserStage.open();
      }
      const random = new Random(seed * 7919 + 17);
      const camera = vary(random.pick(Object.values(masts)), random);
      const condition = conditions[seed % conditions.length] ?? 'day';
      const props = createProps(seed);
      const signal = { ...usualPlan, offsetS: random.between(0, cycleS(usualPlan)) };
      const breach = {
        'red-light': 0.2,
        'stop-line': 0.2,
        'no-helmet-driver': 0.25,
        'three-passengers': 0.12,
      };
      const density = random.between(0.6, 1.6);
      const traffic = new Traffic({
        ...lawful,
        seed,
        signal,
        density,
        breach,
        bikes: random.between(0.4, 0.8),
      });
      await stage.show({ seed, camera, light: createLighting(condition, seed), props });
      for (let index = 0; index < FRAMES_PER_SEED; index += 1) {
        for (let step = 0; step < STEPS_BETWEEN; step += 1) traffic.step();
        const { state } = traffic;
        const file = `${String(seed).padStart(5, '0')}-${index}.jpg`;
        writeFileSync(join(order.out, file), await stage.draw(state));
        const seen = see(camera, state.actors, props).map(({ actor, box, visible }) => ({
          class: actor.look.class,
          box: [box.x, box.y, box.w, box.h].map((value) => Math.round(value * 10) / 10),
          clear: visible >= MIN_VISIBLE && box.h >= MIN_SIDE,
        }));
        const { width, height } = camera;
        const [objects, ignore] = [true, false].map((wanted) =>
          seen.filter(({ clear }) => clear === wanted).map(({ class: name, box }) => ({ class: name, box })),
        );
        appendFileSync(
          join(order.out, 'labels.jsonl'),
          `${JSON.stringify({ file, source: 'rendered', seed, width, height, objects, ignore })}\n`,
        );
      }
      progress(`seed ${seed}`);
    }
  } finally {
    await stage.close();
  }
}

/** The same mast, a little elsewhere, with another lens. */
function vary(camera: SiteCamera, random: Random): SiteCamera {
  const y = random.between(4.5, 9.5);
  return {
    ...camera,
    ...{ x: camera.x + random.between(-2, 2), y, s: camera.s + random.between(-6, 6) },
    pitch: random.between(8, 10 + y * 1.5),
    yaw: camera.yaw + random.between(-8, 8),
    fov: random.between(28, 58),
    barrel: random.between(0, 0.08),
  };
}
