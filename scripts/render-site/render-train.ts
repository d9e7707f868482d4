import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserStage } from './browser-stage.ts';
import { see } from './project.ts';
import { createSite } from './site.ts';
import { Traffic } from './traffic.ts';

const FRAMES_PER_SEED = 8;
const STEPS_BETWEEN = 22;
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
  const stage = await BrowserStage.open();
  try {
    for (let seed = order.from; seed <= order.to; seed += 1) {
      const site = createSite(seed, true);
      const traffic = new Traffic(seed, { density: 0.7 + (seed % 5) * 0.3, violations: seed % 2 === 0 });
      await stage.show(site);
      for (let index = 0; index < FRAMES_PER_SEED; index += 1) {
        for (let step = 0; step < STEPS_BETWEEN; step += 1) traffic.step();
        const actors = traffic.actors();
        const file = `${String(seed).padStart(5, '0')}-${index}.jpg`;
        writeFileSync(join(order.out, file), await stage.draw(actors));
        const seen = see(site.camera, actors).map(({ actor, box, visible }) => ({
          class: actor.look.class,
          box: [box.x, box.y, box.w, box.h].map((value) => Math.round(value * 10) / 10),
          clear: visible >= MIN_VISIBLE && box.h >= MIN_SIDE,
        }));
        const { width, height } = site.camera;
        const objects = seen
          .filter(({ clear }) => clear)
          .map(({ class: name, box }) => ({ class: name, box }));
        const ignore = seen
          .filter(({ clear }) => !clear)
          .map(({ class: name, box }) => ({ class: name, box }));
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
