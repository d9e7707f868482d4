import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { masts } from '../../scripts/render-site/camera/camera.ts';
import { BrowserStage } from '../../scripts/render-site/film/browser-stage.ts';
import { busyPlan } from '../../scripts/render-site/sets.ts';
import { createLighting } from '../../scripts/render-site/world/light.ts';
import { createProps } from '../../scripts/render-site/world/props.ts';
import { Traffic } from '../../scripts/render-site/world/traffic.ts';

const SEED = 5;

/** Small: a software renderer draws it. */
const camera = { ...masts.behind, width: 320, height: 180 };

/** The third frame of each seed, in a browser of its own. */
async function pictures(...seeds: number[]): Promise<Buffer[]> {
  const stage = await BrowserStage.open();
  try {
    const drawn: Buffer[] = [];
    for (const seed of seeds) {
      const traffic = new Traffic(busyPlan(seed, 1));
      await stage.show({ seed, camera, light: createLighting('day', seed), props: createProps(seed) });
      traffic.step();
      traffic.step();
      drawn.push(await stage.draw(traffic.state));
    }
    return drawn;
  } finally {
    await stage.close();
  }
}

// Two browsers that draw in software: slow on a busy machine.
test(
  'the same seed gives the same picture in another browser, another seed another',
  { timeout: 240_000, skip: !existsSync(process.env['CHROMIUM'] ?? '/usr/bin/chromium') },
  async () => {
    const [once, other] = await pictures(SEED, SEED + 1);
    const [again] = await pictures(SEED);
    expect(again?.equals(once ?? Buffer.alloc(0))).toBe(true);
    expect(other?.equals(once ?? Buffer.alloc(0))).toBe(false);
  },
);
