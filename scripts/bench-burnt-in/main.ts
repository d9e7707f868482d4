import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { cutOverlay } from '../../edge-agent/src/burnt-in/overlay-picture.ts';
import { readClock, type ClockCut } from '../../edge-agent/src/burnt-in/read-clock.ts';
import { TextReader, type ReadTexts } from '../../edge-agent/src/burnt-in/text-reader.ts';
import {
  backgroundsOf,
  clockFormats,
  drawClock,
  overlayLooks,
  throughCamera,
  type DrawnClock,
  type OverlayStyle,
} from '../../tests/support/overlays.ts';
import { groupBy, median } from '../bench/figures.ts';
import { Random } from '../render-site/world/random.ts';

const options = new Command('bench:burnt-in')
  .description('how many burnt-in clocks are read: rendered over scenes, through H.264 and JPEG')
  .option('--count <n>', 'clocks', '60')
  .option('--seed <n>', 'which ones', '1')
  .option('--shared <dir>', 'folder of reference material, for more scenes', resolve('../shared'))
  .parse()
  .opts<{ count: string; seed: string; shared: string }>();

const HOUR_MS = 3_600_000;
/** A clock that is nearly right, and clocks that are far off. */
const nearMs = [5_000, -37_000];
const farMs = [7 * HOUR_MS, HOUR_MS, -13 * HOUR_MS - 123_000, 48 * HOUR_MS, -400 * 24 * HOUR_MS];
const ours = ['demo.mp4', 'hall.mp4'].map((name) => resolve('tests/fixtures/rendered', name));
const public3 = ['road-two-way-suburb.mp4', 'street-fixed-camera.mp4', 'road-overhead.mp4'].map((name) =>
  join(options.shared, 'clips', name),
);
const scenes = [...ours, ...public3].filter(existsSync).map((file) => backgroundsOf(file, 4, 8));
const random = new Random(Number(options.seed));
const faces = ['DejaVu Sans Mono', 'DejaVu Sans', 'DejaVu Sans Bold', 'Liberation Sans', 'Roboto'];
const looks = ['edged', 'edged', 'plain', 'boxed', 'dark'] as const;
const formats = Object.keys(clockFormats) as OverlayStyle['format'][];

interface Outcome {
  look: string;
  wrong: 'near' | 'far';
  is: 'right' | 'none' | 'wrong';
  ms: number;
}

await new TextReader(undefined, 600_000).lend(async (read) => {
  const outcomes: Outcome[] = [];
  for (let at = 0; at < Number(options.count); at += 1) outcomes.push(...(await tryOne(at, read)));
  for (const [key, group] of groupBy(outcomes, ({ look, wrong }) => `${look}, ${wrong}`)) {
    const count = (is: Outcome['is']) => group.filter((one) => one.is === is).length;
    const ms = Math.round(median(group.map((one) => one.ms)));
    process.stdout.write(
      `${key}: ${count('right')} of ${group.length} right, ${count('wrong')} wrong, median ${ms} ms\n`,
    );
  }
});

/** One clock in three pictures, judged as a nearly right one and as one that is far off. */
async function tryOne(at: number, read: ReadTexts): Promise<Outcome[]> {
  const scene = random.pick(scenes);
  const style = {
    format: random.pick(formats),
    face: random.pick(faces),
    size: Math.round(16 + 32 * random.next() * random.next()),
    look: random.pick(looks),
  };
  const corner = [random.pick([0.02, 0.5, 0.98]), random.pick([0.02, 0.5, 0.98])] as const;
  const shown = overlayLooks(Date.UTC(2024, 0, 1) + Math.floor(random.next() * 3 * 365 * 86_400) * 1000);
  const drawn: DrawnClock[] = [];
  for (const { index, text } of shown) {
    const behind = scene[(at + index) % scene.length] ?? Buffer.of();
    drawn.push(await drawClock(behind, text(style.format), style, corner));
  }
  const stills = throughCamera(
    drawn.map(({ picture }) => picture),
    27,
  );
  const overlays = await Promise.all(
    stills.map((still, index) => cutOverlay(still, drawn[index]?.region ?? [])),
  );
  const outcomes: Outcome[] = [];
  for (const [wrong, offsets] of [
    ['near', nearMs],
    ['far', farMs],
  ] as const) {
    const offsetMs = offsets[at % offsets.length] ?? 0;
    const cuts = overlays.map((overlay, index): ClockCut => {
      return { overlay, rightMs: (shown[index]?.trueMs ?? 0) - offsetMs, errMs: 500 };
    });
    const began = performance.now();
    const found = await readClock(cuts, read);
    const ms = performance.now() - began;
    const isRight = 'offsetMs' in found && Math.abs(found.offsetMs - offsetMs) <= found.errMs;
    outcomes.push({ look: style.look, wrong, is: 'why' in found ? 'none' : isRight ? 'right' : 'wrong', ms });
  }
  return outcomes;
}
