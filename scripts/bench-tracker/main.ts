import { writeFileSync } from 'node:fs';
import { SceneConfig } from '@vamco/contracts';
import { Command } from 'commander';
import { Value } from 'typebox/value';
import { createScene } from '../../edge-agent/src/scene/scene.ts';
import { positive } from '../bench/positive.ts';
import { judgeRules, type RuleFigures } from '../judge/rule-figures.ts';
import { masts } from '../render-site/camera/camera.ts';
import { sceneOf } from '../render-site/truth/scene-of.ts';
import { filmSite } from './film-site.ts';
import { IdFigures } from './id-figures.ts';
import type { Quality } from './pretend.ts';
import { watchFilm } from './watch-film.ts';

const options = new Command('bench:tracker')
  .description(
    'identity and rule figures on a simulated junction, 5 frames a second, with pretended detectors',
  )
  .option('--seeds <n>', 'how many clips; the three masts take turns', positive, 3)
  .option('--seconds <n>', 'how long each', positive, 60)
  .option('--density <n>', '1 is a busy junction', positive, 1.3)
  .option('--out <file>', 'write the tables (Markdown) here as well')
  .parse()
  .opts<{ seeds: number; seconds: number; density: number; out?: string }>();

const qualities: [string, Quality][] = [
  ['perfect detector', { recall: 1, jitter: 0, falseBoxes: 0, confusion: 0 }],
  ['good detector', { recall: 0.95, jitter: 0.03, falseBoxes: 0.1, confusion: 0.03 }],
  // Misses and trembles as the model of this repository does on rendered clips.
  ['weak detector', { recall: 0.88, jitter: 0.06, falseBoxes: 0.4, confusion: 0.08 }],
];
const results = qualities.map(([name, quality]) => ({
  ...{ name, quality, ids: new IdFigures(), rules: new Map<string, RuleFigures>() },
}));

for (let seed = 0; seed < options.seeds; seed += 1) {
  const camera = Object.values(masts)[seed % 3] ?? masts.behind;
  const scene = createScene(Value.Parse(SceneConfig, (sceneOf(camera) as { scene: unknown }).scene));
  let saidS = 0;
  const film = filmSite({ ...options, seed, camera }, (playedS) => {
    if (playedS < saidS) return;
    saidS += 10;
    say(`clip ${seed + 1} of ${options.seeds}: ${Math.round(playedS)} of ${options.seconds} s played`);
  });
  // The world is played once, and looked at by each detector.
  for (const { name, quality, ids, rules } of results) {
    say(`clip ${seed + 1} of ${options.seeds}: ${name}`);
    judgeRules(film.truth, watchFilm(film, scene, quality, ids), rules);
  }
}

const identity = results.map(
  ({ name, ids }) =>
    `| ${name} | ${ids.idf1.toFixed(3)} | ${ids.switchesPer100.toFixed(1)} of ${ids.tracks} | ${(100 * ids.mostlyTracked).toFixed(0)} % |`,
);
const rules = results.flatMap(({ name, rules: figures }) =>
  [...figures]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(
      ([rule, { right, wrong, missed }]) =>
        `| ${rule} | ${name} | ${share(right, right + wrong)} | ${share(right, right + missed)} |`,
    ),
);
const tables = [
  ...['| detector | IDF1 | switches a 100 tracks | mostly tracked |', '|---|---|---|---|', ...identity, ''],
  ...['| rule | detector | precision | recall |', '|---|---|---|---|', ...rules, ''],
].join('\n');
process.stdout.write(tables);
if (options.out) writeFileSync(options.out, tables);

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} % of ${whole}`;
}
