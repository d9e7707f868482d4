import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { LAMP_SIDE, lampColours, lookAtLamp, type LampLooks } from '../../edge-agent/src/signals/lamp.ts';
import { LampMemory } from '../../edge-agent/src/signals/lamp-memory.ts';
import { readLamps } from '../../edge-agent/src/signals/read-lamps.ts';

const pictures = resolve(import.meta.dirname, '../../../shared/data/vehicles/vn-junction');
const here = existsSync(pictures);
if (!here) process.stdout.write('real-lamps: skipped, ../shared/data is not beside the project\n');
/** Heads with three lamps in pictures of a real junction, day and night; each was judged by eye. */
const heads = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../fixtures/signals/junction-heads.json'), 'utf8'),
) as [file: string, box: [number, number, number, number], state: 'red' | 'yellow' | 'green' | 'dark'][];

/** The lamps of a head: side by side or one above the other, red first. */
async function lampsOf(file: string, [x, y, w, h]: [number, number, number, number]): Promise<LampLooks> {
  const looks: LampLooks = {};
  for (const [index, colour] of lampColours.entries()) {
    const [left, top, width, height] =
      h > w ? [x, y + (h * index) / 3, w, h / 3] : [x + (w * index) / 3, y, w / 3, h];
    const crop = { left, top, width, height };
    const whole = Object.fromEntries(
      Object.entries(crop).map(([side, v]) => [side, Math.round(v)]),
    ) as typeof crop;
    const rgb = await sharp(file)
      .extract(whole)
      .resize(LAMP_SIDE, LAMP_SIDE, { fit: 'fill' })
      .removeAlpha()
      .raw()
      .toBuffer();
    looks[colour] = lookAtLamp(rgb);
  }
  return looks;
}

test.runIf(here)(
  'every lit lamp of a real junction is named at first sight, and a dark head is never given a colour',
  async () => {
    const wrong: string[] = [];
    for (const [file, box, state] of heads) {
      const said = readLamps(await lampsOf(resolve(pictures, file), box), new LampMemory());
      const right = state === 'dark' ? said === 'off' || said === 'unknown' : said === state;
      if (!right) wrong.push(`${file} at ${box.join(' ')}: ${state} read as ${said}`);
    }
    expect(heads.length).toBeGreaterThan(300);
    expect(wrong).toEqual([]);
  },
  60_000,
);
