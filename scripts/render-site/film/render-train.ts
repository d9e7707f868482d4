import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SeenActor } from '../camera/see.ts';
import { BrowserStage } from './browser-stage.ts';
import { trainSeed } from './train-seed.ts';

/** A browser keeps some memory of every scene that it has shown: it is opened anew after so many seeds. */
const SEEDS_PER_STAGE = 6;
/** Below this nobody could find it; such objects are listed as `ignore`. */
const MIN_VISIBLE = 0.4;
const MIN_SIDE = 8;

/**
 * Training pictures with exact labels: every seed is another camera, lens, sky and crowd. A line of
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
      const { order: scenery, shots } = trainSeed(seed);
      const { width, height } = scenery.camera;
      await stage.show(scenery);
      let index = 0;
      for (const { state, seen } of shots()) {
        const file = `${String(seed).padStart(5, '0')}-${index}.jpg`;
        writeFileSync(join(order.out, file), await stage.draw(state));
        const isClear = ({ visible, box }: SeenActor) => visible >= MIN_VISIBLE && box.h >= MIN_SIDE;
        const objects = seen.filter(isClear).map(objectOf);
        const ignore = seen.filter((one) => !isClear(one)).map(boxOf);
        const line = { file, source: 'rendered', seed, width, height, objects, ignore };
        appendFileSync(join(order.out, 'labels.jsonl'), `${JSON.stringify(line)}\n`);
        index += 1;
      }
      progress(`seed ${seed}`);
    }
  } finally {
    await stage.close();
  }
}

const rounded = (value: number) => Math.round(value * 10) / 10;

/**
 * Vehicles as wholes, for rules ask where they stand; of people what is seen, as in pictures that people labelled: behind
 * a counter nobody knows where the feet are.
 */
function boxOf({ actor, box, shown }: SeenActor) {
  const { x, y, w, h } = actor.look.class === 'person' ? (shown ?? box) : box;
  return { class: actor.look.class, box: [x, y, w, h].map(rounded) };
}

/** Motorbikes also tell whom they carry: the driver first, then from front to back. */
function objectOf(one: SeenActor) {
  const { look } = one.actor;
  if (look.class !== 'motorbike') return boxOf(one);
  const riders = one.heads.map(({ u, v, size, visible, helmet }) => ({
    ...{ head: [rounded(u), rounded(v)], size: rounded(size), helmet },
    visible: Math.round(visible * 100) / 100,
  }));
  return { ...boxOf(one), riders };
}
