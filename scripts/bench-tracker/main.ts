import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { iou } from '../../edge-agent/src/base/box.ts';
import { Judge } from '../../edge-agent/src/rules/judge.ts';
import { createScene } from '../../edge-agent/src/scene/scene.ts';
import { SignalTimeline } from '../../edge-agent/src/signals/signal-timeline.ts';
import { Tracker } from '../../edge-agent/src/track/tracker.ts';
import { JunctionTraffic, type Light } from '../render-site/junction-traffic.ts';
import { see } from '../render-site/project.ts';
import { Random } from '../render-site/random.ts';
import { junctionSceneOf } from '../render-site/scene-of.ts';
import { createSite, demoCamera, type SiteCamera } from '../render-site/site.ts';
import { IdFigures } from './id-figures.ts';
import { LightTruth } from './light-truth.ts';
import { pretend, SMALLEST_PX, type Quality } from './pretend.ts';

const options = new Command('bench:tracker')
  .description('identity figures and red-light figures on a simulated dense junction, 5 frames a second')
  .option('--seeds <n>', 'how many sites', Number, 6)
  .option('--seconds <n>', 'how long each', Number, 120)
  .option('--density <n>', '1 is a busy street', Number, 1.6)
  .option('--out <file>', 'write the table (Markdown) here as well')
  .parse()
  .opts<{ seeds: number; seconds: number; density: number; out?: string }>();

const qualities: [string, Quality][] = [
  ['perfect detector', { recall: 1, jitter: 0, falseBoxes: 0, confusion: 0 }],
  ['good detector', { recall: 0.95, jitter: 0.03, falseBoxes: 0.1, confusion: 0.03 }],
  ['weak detector', { recall: 0.8, jitter: 0.06, falseBoxes: 0.3, confusion: 0.08 }],
];
/** Frames of a site that never arrive. */
const DROPPED = 0.03;
/** Steps of 80 ms between analysed frames: 5 a second. */
const STEPS = [2, 3];
const MIN_VISIBLE = 0.3;

const cameras: SiteCamera[] = Array.from({ length: options.seeds }, (_, seed) => {
  const { camera } = createSite(500 + seed, true);
  // The stop line must lie well inside the picture.
  return {
    ...demoCamera,
    y: camera.y,
    x: camera.x * 0.6,
    fov: Math.max(38, camera.fov),
    pitch: Math.max(14, camera.pitch),
  };
});

const lines = [
  '| detector | IDF1 | switches a 100 tracks | red light: precision | recall | stop line: false of told |',
  '|---|---|---|---|---|---|',
];
for (const [name, quality] of qualities) {
  const figures = new IdFigures();
  const told = { right: 0, wrong: 0, missed: 0, stopLine: 0, stopLineWrong: 0 };
  let [switches, tracks] = [0, 0];
  for (const [seed, camera] of cameras.entries()) {
    const perSite = new IdFigures();
    site(seed, camera, quality, [figures, perSite], told);
    switches += perSite.switches;
    tracks += perSite.tracks.size;
  }
  const { right, wrong, missed, stopLine, stopLineWrong } = told;
  lines.push(
    `| ${name} | ${figures.idf1.toFixed(3)} | ${((100 * switches) / tracks).toFixed(1)} of ${tracks} | ${share(right, right + wrong)} | ${share(right, right + missed)} | ${stopLineWrong} of ${stopLine} |`,
  );
}
process.stdout.write(`${lines.join('\n')}\n`);
if (options.out) writeFileSync(options.out, `${lines.join('\n')}\n`);

/** Plays one site: the truth beside what tracker and rules make of the pretended detections. */
function site(
  seed: number,
  camera: SiteCamera,
  quality: Quality,
  figures: IdFigures[],
  told: { right: number; wrong: number; missed: number; stopLine: number; stopLineWrong: number },
): void {
  const random = new Random(900 + seed);
  const traffic = new JunctionTraffic(seed, { density: options.density });
  const tracker = new Tracker();
  const judge = new Judge(createScene(junctionSceneOf(camera)));
  const timeline = new SignalTimeline();
  const truth = new LightTruth();
  const accused = new Map<number, string>();
  /** Track → the actors it lay on, newest last. */
  const actorOf = new Map<number, number>();
  let light: Light | undefined;
  let step = 0;
  for (let number = 1; step * 0.08 < options.seconds; number += 1) {
    for (let i = STEPS[number % 2] ?? 2; i > 0; i -= 1, step += 1) {
      traffic.step();
      truth.frame(step * 0.08, traffic.light(), traffic.actors());
    }
    const t = step * 0.08;
    if (traffic.light() !== light) timeline.change((light = traffic.light()), t);
    timeline.settle(t - 0.2);
    if (random.next() < DROPPED) continue;
    const seen = see(camera, traffic.actors());
    const { active, ended } = tracker.update(pretend(seen, camera, quality, random), camera, t, number);
    const named = seen.map(({ actor, box, visible }) => ({
      id: actor.id + seed * 10_000,
      visible,
      box: [box.x, box.y, box.w, box.h] as [number, number, number, number],
    }));
    const wanted = named.filter((n) => n.visible >= MIN_VISIBLE && n.box[3] >= SMALLEST_PX);
    truth.look(traffic.actors(), new Set(wanted.map(({ id }) => id - seed * 10_000)));
    const found = active.map((track) => ({ id: track.id + seed * 10_000, box: track.box }));
    for (const figure of figures) figure.frame(found, wanted, named);
    for (const track of active) {
      const on = named
        .map((n) => ({ n, overlap: iou(n.box, track.box) }))
        .sort((a, b) => b.overlap - a.overlap)[0];
      if (on && on.overlap > 0.4) actorOf.set(track.id, on.n.id - seed * 10_000);
    }
    for (const { rule, track } of judge.judge(active, new Map([['main', timeline]])).hits) {
      const actor = actorOf.get(track.id);
      if (actor !== undefined) accused.set(actor, rule);
    }
    judge.forget(ended);
  }
  for (const [actor, rule] of accused) {
    if (rule === 'red-light') told[truth.mayBeRun(actor) ? 'right' : 'wrong'] += 1;
    if (rule === 'stop-line') {
      told.stopLine += 1;
      if (!truth.mayBeRun(actor)) told.stopLineWrong += 1;
    }
  }
  for (const actor of truth.surelyRan()) if (accused.get(actor) !== 'red-light') told.missed += 1;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} % of ${whole}`;
}
