import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { ObjectClass } from '@vamco/contracts';
import { defaultManifest } from '../../edge-agent/src/cli/program.ts';
import { Detector } from '../../edge-agent/src/detect/detector.ts';
import { readDetector } from '../../edge-agent/src/detect/read-detector.ts';
import { groupBy, median, precisionFigures } from '../bench/figures.ts';
import { loadTeachers } from '../teachers/kinds.ts';
import { readPicture } from '../teachers/tiles.ts';
import { ours, rival, type Finder } from './finders.ts';
import { judgePicture, type Judged, type TruthBox } from './score.ts';

interface Options {
  labels: string;
  models: string[];
  manifest: string;
  grids: string[];
  sources?: string[];
  rivals?: string;
  out?: string;
}
interface Line {
  file: string;
  source: string;
  objects: TruthBox[];
  ignore?: TruthBox[];
}

const classes: ObjectClass[] = ['car', 'motorbike', 'bus', 'truck', 'bicycle', 'person'];
/** Heights of things in the network's own input, pixels. */
const sizes: [string, number, number][] = [
  ['under 16', 0, 16],
  ['16–32', 16, 32],
  ['32–64', 32, 64],
  ['64 and more', 64, Infinity],
];

const options = new Command('bench:detector')
  .description(
    'AP50 per source, class and size on pictures that no training held, and milliseconds a picture',
  )
  .requiredOption('--labels <file>', 'labels.jsonl of held-out pictures (the trainer writes held-out.jsonl)')
  .option('--models <names...>', 'names in the model manifest', ['road-user-detector'])
  .option('--manifest <file>', 'model manifest', defaultManifest)
  .option('--grids <n...>', 'passes: 1 is the whole picture, 2 adds 2x2 regions', ['1'])
  .option('--sources <names...>', 'only these sources')
  .option('--rivals <dir>', 'folder of the teachers: compare with them, tiled 3x3')
  .option('--out <file>', 'write the tables (Markdown) here as well')
  .parse()
  .opts<Options>();

if (!existsSync(options.labels)) {
  process.stderr.write(`there is no ${options.labels}: the trainer writes it, see models/training\n`);
  process.exit(1);
}
const lines = readFileSync(options.labels, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Line)
  .filter(({ source }) => !options.sources || options.sources.includes(source));

const finders: Finder[] = [];
for (const name of options.models) {
  const detector = await Detector.load(readDetector(options.manifest, name), { threshold: 0.05 });
  for (const grid of options.grids)
    finders.push(ours(grid === '1' ? name : `${name}, ${grid}x${grid} regions`, detector, Number(grid)));
}
if (options.rivals) {
  for (const teacher of await loadTeachers(resolve(options.rivals))) finders.push(rival(teacher, 3));
}

const report: string[] = [];
const say = (text: string) => {
  report.push(text);
  process.stdout.write(`${text}\n`);
};
const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
const apOf = (judged: Judged[], keep: (thing: { class: ObjectClass; height: number }) => boolean) => {
  const truths = judged.flatMap((j) => j.truths).filter(keep).length;
  const { ap } = precisionFigures(judged.flatMap((j) => j.finds).filter(keep), truths);
  return truths === 0 ? '–' : `${ap.toFixed(3)} (${truths})`;
};

for (const finder of finders) {
  const judged: { source: string; scale: number; judged: Judged }[] = [];
  const times: number[] = [];
  for (const { file, source, objects, ignore = [] } of lines) {
    const picture = await readPicture(file);
    const { boxes, ms } = await finder.find(picture);
    times.push(ms);
    const scale = Math.min(640 / picture.width, 384 / picture.height);
    judged.push({ source, scale, judged: judgePicture(boxes, objects, ignore) });
  }
  say(
    `\n**${finder.name}**: median ${median(times).toFixed(1)} ms a picture, one thread, best tenth ${best(times)} ms\n`,
  );
  say(row(['AP50 (objects)', ...classes]));
  say(row(['---', ...classes.map(() => '---')]));
  for (const [source, group] of groupBy(judged, (j) => j.source)) {
    say(
      row([
        source,
        ...classes.map((c) =>
          apOf(
            group.map((j) => j.judged),
            (o) => o.class === c,
          ),
        ),
      ]),
    );
  }
  for (const [name, from, to] of sizes) {
    const scaled = judged.map(({ scale, judged: j }) => {
      const resize = <T extends { height: number }>(o: T) => ({ ...o, height: o.height * scale });
      return { finds: j.finds.map(resize), truths: j.truths.map(resize) };
    });
    say(
      row([
        `${name} px high`,
        ...classes.map((c) => apOf(scaled, (o) => o.class === c && o.height >= from && o.height < to)),
      ]),
    );
  }
}
if (options.out) writeFileSync(options.out, `${report.join('\n')}\n`);

function best(times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  return (sorted[Math.floor(sorted.length / 10)] ?? NaN).toFixed(1);
}
