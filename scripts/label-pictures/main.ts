import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { ObjectClass } from '@vamco/contracts';
import { loadTeachers } from '../teachers/kinds.ts';
import { readPicture } from '../teachers/tiles.ts';
import { agree, type LabelledBox } from './agree.ts';

interface Line {
  file: string;
  source: string;
  camera?: string;
  group?: string;
  objects?: { class: string; box: LabelledBox['box'] }[];
}

/** Names of other sets for our classes; what is not here (signal heads, "vehicle") is no object to learn. */
const OURS: Record<string, ObjectClass> = {
  car: 'car',
  van: 'car',
  motorbike: 'motorbike',
  motorcycle: 'motorbike',
  bus: 'bus',
  truck: 'truck',
  ambulance: 'truck',
  bicycle: 'bicycle',
  person: 'person',
};

function shard(text: string): [number, number] {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (!index || !of || Number(index) >= Number(of)) throw new InvalidArgumentError('for example 0/2 or 1/2');
  return [Number(index), Number(of)];
}

const options = new Command('label-pictures')
  .description(
    'labels road users by agreement of the three teachers; a person’s labels are kept and completed',
  )
  .requiredOption(
    '--pictures <labels.jsonl>',
    'one line a picture: {file, source, objects?}; files beside it or one folder above',
  )
  .requiredOption('--out <file>', 'labels.jsonl to append to; pictures that it already names are skipped')
  .option('--teachers <dir>', 'folder of the teachers', resolve('../shared/teachers'))
  .option('--sources <names...>', 'only pictures of these sources or cameras')
  .option('--grid <n>', 'tiles a side besides the whole picture', Number, 2)
  .option('--every <n>', 'only each n-th picture', Number, 1)
  .option('--part <i/n>', 'only the i-th of n parts, to run n processes beside each other', shard, [0, 1])
  .parse()
  .opts<{
    pictures: string;
    out: string;
    teachers: string;
    sources?: string[];
    grid: number;
    every: number;
    part: [number, number];
  }>();

const linesOf = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);

/** Names in a set begin at its folder or at the one above. */
function locate(set: string, name: string): string {
  const here = dirname(resolve(set));
  return (
    [join(here, name), join(dirname(here), name), name].find((file) => existsSync(file)) ?? join(here, name)
  );
}

const done = new Set(existsSync(options.out) ? linesOf(options.out).map((line) => line.file) : []);
const [part, parts] = options.part;
const todo = linesOf(options.pictures)
  .filter(
    ({ source, camera }) =>
      !options.sources || [source, camera].some((n) => n && options.sources?.includes(n)),
  )
  .filter((_, index) => index % options.every === 0)
  .filter((_, index) => index % parts === part)
  .map((line) => ({ ...line, file: locate(options.pictures, line.file) }))
  .filter((line) => !done.has(line.file));
const teachers = await loadTeachers(options.teachers);
if (!existsSync(options.out)) writeFileSync(options.out, '');

for (const [index, line] of todo.entries()) {
  const picture = await readPicture(line.file);
  const seen = [];
  for (const teacher of teachers) seen.push(await teacher.look(picture, options.grid));
  const human = (line.objects ?? []).flatMap((o) => {
    const name = OURS[o.class];
    return name ? [{ class: name, box: o.box }] : [];
  });
  const { objects, ignore } = agree(seen, human);
  const round = (list: LabelledBox[]) =>
    list.map((o) => ({ class: o.class, box: o.box.map((v) => Math.round(v * 10) / 10) }));
  const { file, source, camera, group } = line;
  const { width, height } = picture;
  const labels = { objects: round(objects), ignore: round(ignore) };
  appendFileSync(
    options.out,
    `${JSON.stringify({ file, source, camera, group, width, height, ...labels })}\n`,
  );
  if (index % 50 === 49) process.stderr.write(`${index + 1} of ${todo.length}\n`);
}
