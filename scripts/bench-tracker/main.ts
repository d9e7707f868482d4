import { writeFileSync } from 'node:fs';
import { SceneConfig } from '@vamco/contracts';
import { Command } from 'commander';
import { Value } from 'typebox/value';
import { IdFigures } from './id-figures.ts';
import { playSite, type Told } from './play-site.ts';
import type { Quality } from './pretend.ts';
import { judgeRules, type RuleFigures } from '../judge/rule-figures.ts';
import { masts } from '../render-site/camera/camera.ts';
import { sceneOf } from '../render-site/truth/scene-of.ts';
import { createScene } from '../../edge-agent/src/scene/scene.ts';

const options = new Command('bench:tracker')
  .description(
    'identity and rule figures on a simulated junction, 5 frames a second, with pretended detectors',
  )
  .option('--seeds <n>', 'how many clips; the three masts take turns', Number, 6)
  .option('--seconds <n>', 'how long each', Number, 120)
  .option('--density <n>', '1 is a busy junction', Number, 1.3)
  .option('--out <file>', 'write the tables (Markdown) here as well')
  .parse()
  .opts<{ seeds: number; seconds: number; density: number; out?: string }>();

const qualities: [string, Quality][] = [
  ['perfect detector', { recall: 1, jitter: 0, falseBoxes: 0, confusion: 0 }],
  ['good detector', { recall: 0.95, jitter: 0.03, falseBoxes: 0.1, confusion: 0.03 }],
  ['weak detector', { recall: 0.8, jitter: 0.06, falseBoxes: 0.3, confusion: 0.08 }],
];

const identity = ['| detector | IDF1 | switches a 100 tracks |', '|---|---|---|'];
const rules = ['| rule | detector | precision | recall |', '|---|---|---|---|'];
for (const [name, quality] of qualities) {
  const all = new IdFigures();
  const figures = new Map<string, RuleFigures>();
  let [switches, tracks] = [0, 0];
  for (let seed = 0; seed < options.seeds; seed += 1) {
    const camera = Object.values(masts)[seed % 3] ?? masts.behind;
    const scene = createScene(Value.Parse(SceneConfig, (sceneOf(camera) as { scene: unknown }).scene));
    const perClip = new IdFigures();
    const { truth, told } = playSite({ seed, camera, scene, quality, ...options }, [all, perClip]);
    judgeRules(truth, told satisfies Told, figures);
    switches += perClip.switches;
    tracks += perClip.tracks.size;
  }
  identity.push(
    `| ${name} | ${all.idf1.toFixed(3)} | ${((100 * switches) / tracks).toFixed(1)} of ${tracks} |`,
  );
  for (const [rule, { right, wrong, missed }] of [...figures].sort(([a], [b]) => a.localeCompare(b))) {
    rules.push(`| ${rule} | ${name} | ${share(right, right + wrong)} | ${share(right, right + missed)} |`);
  }
}
const tables = `${identity.join('\n')}\n\n${rules.join('\n')}\n`;
process.stdout.write(tables);
if (options.out) writeFileSync(options.out, tables);

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} % of ${whole}`;
}
