import { existsSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import sharp from 'sharp';
import { familyOf } from '@vamco/contracts';
import { iou } from '../../edge-agent/src/base/box.ts';
import { masts } from '../render-site/camera/camera.ts';
import { see } from '../render-site/camera/see.ts';
import { BrowserStage } from '../render-site/film/browser-stage.ts';
import { createLighting, type Condition } from '../render-site/world/light.ts';
import { createProps } from '../render-site/world/props.ts';
import { busyPlan } from '../render-site/sets.ts';
import { Traffic } from '../render-site/world/traffic.ts';
import { loadTeachers } from '../teachers/kinds.ts';
import { cpuSecondsBelow } from './cpu-seconds.ts';

const options = new Command('bench:site')
  .description('how fast the junction is drawn (day, dusk, night), how real it looks to three teachers (day)')
  .option('--frames <n>', 'frames to time', Number, 40)
  .option('--pictures <n>', 'pictures a mast that the teachers look at', Number, 5)
  .option('--teachers <folder>', 'their weights', '../shared/teachers')
  .option('--out <file>', 'write the tables (Markdown) here as well')
  .parse()
  .opts<{ frames: number; pictures: number; teachers: string; out?: string }>();

/** Near enough that anybody should see it: so high in the picture, and so much of it in view. */
const NEAR_PX = { car: 50, motorbike: 60, person: 60 };
const VISIBLE = 0.8;
const STEPS_BETWEEN = 40;
/** The streets fill for half a minute before anything is timed. */
const STEPS_BEFORE = 375;
const SEED = 3;
/** A teacher has found what it boxes like this, with this score. */
const SAME = 0.45;
const SCORE = 0.3;

const stage = await BrowserStage.open();
const lines: string[] = [];
try {
  const props = createProps(SEED);
  for (const condition of ['day', 'dusk', 'night'] as const) lines.push(await timeDrawing(condition, props));
  if (existsSync(options.teachers)) lines.push('', ...(await askTeachers(fullStreets(), props)));
  else lines.push(`no teachers in ${options.teachers}: how real it looks was not asked`);
} finally {
  await stage.close();
}
const text = `${lines.join('\n')}\n`;
process.stdout.write(text);
if (options.out) writeFileSync(options.out, text);

function fullStreets(): Traffic {
  const traffic = new Traffic(busyPlan(SEED, 1.2));
  for (let step = 0; step < STEPS_BEFORE; step += 1) traffic.step();
  return traffic;
}

/** One line; every light gets the same moments of the same street. */
async function timeDrawing(condition: Condition, props: ReturnType<typeof createProps>): Promise<string> {
  const traffic = fullStreets();
  await stage.show({ seed: SEED, camera: masts.behind, light: createLighting(condition, SEED), props });
  await stage.draw(traffic.state);
  const [wall, cpu] = [performance.now(), cpuSecondsBelow(process.pid)];
  for (let i = 0; i < options.frames; i += 1) {
    await stage.draw(traffic.state);
    traffic.step();
  }
  const seconds = (performance.now() - wall) / 1000;
  const perFrame = (cpuSecondsBelow(process.pid) - cpu) / options.frames;
  const rate = (options.frames / seconds).toFixed(2);
  return `drawing at 1280x720, ${condition}: ${rate} frames a second, ${perFrame.toFixed(2)} s of CPU a frame`;
}

async function askTeachers(traffic: Traffic, props: ReturnType<typeof createProps>): Promise<string[]> {
  const teachers = await loadTeachers(options.teachers);
  const found = new Map<string, number>();
  const count = (key: string) => found.set(key, (found.get(key) ?? 0) + 1);
  const there = { car: 0, motorbike: 0, person: 0 };
  for (const camera of Object.values(masts)) {
    await stage.show({ seed: SEED, camera, light: createLighting('day', SEED), props });
    for (let i = 0; i < options.pictures; i += 1) {
      for (let step = 0; step < STEPS_BETWEEN; step += 1) traffic.step();
      const { data, info } = await sharp(await stage.draw(traffic.state))
        .raw()
        .toBuffer({ resolveWithObject: true });
      const looks = await Promise.all(
        teachers.map((teacher) => teacher.look({ data, width: info.width, height: info.height }, 3)),
      );
      for (const { actor, full, visible } of see(camera, traffic.state.actors, props)) {
        const name = actor.look.class;
        if (name !== 'car' && name !== 'motorbike' && name !== 'person') continue;
        if (visible < VISIBLE || full.h < NEAR_PX[name]) continue;
        there[name] += 1;
        const seers = teachers.filter((teacher, index) => {
          const isSeen = looks[index]?.some(
            ({ class: label, score, box }) =>
              score >= SCORE &&
              iou(box, [full.x, full.y, full.w, full.h]) >= SAME &&
              (familyOf(label) === familyOf(name) || (name === 'motorbike' && label === 'person')),
          );
          if (isSeen) count(`${teacher.name} ${name}`);
          return isSeen;
        });
        if (seers.length > 0) count(`any ${name}`);
      }
    }
  }
  const names = [...teachers.map(({ name }) => name), 'any'];
  const kinds = ['car', 'motorbike', 'person'] as const;
  return [
    `| near, in full view | ${kinds.map((name) => `${name} (${there[name]})`).join(' | ')} |`,
    '|---|---|---|---|',
    ...names.map(
      (who) =>
        `| ${who} | ${kinds.map((name) => `${((100 * (found.get(`${who} ${name}`) ?? 0)) / Math.max(1, there[name])).toFixed(0)} %`).join(' | ')} |`,
    ),
  ];
}
