import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { defaultManifest } from '../../edge-agent/src/cli/program.ts';
import { calibrate } from '../../edge-agent/src/plates/claim.ts';
import type { Calibration } from '../../edge-agent/src/plates/plate-models.ts';
import { PlateVision } from '../../edge-agent/src/plates/plate-vision.ts';
import { areTelling, fitCalibration, reliability, type Outcome } from './calibration.ts';
import { endToEnd } from './end-to-end.ts';
import { groupBy, share } from '../bench/figures.ts';
import { finderFigures } from './finder-figures.ts';
import { singleLooks, votes } from './looks.ts';
import { isThere, labelsOf, testPictures } from './plate-set.ts';
import { readerFigures } from './reader-figures.ts';
import { ours, teacher, tesseract } from './readers.ts';
import { speed } from './speed.ts';
import { tightCrops } from './tight-crops.ts';

interface Options {
  shared: string;
  rendered?: string;
  labels?: string;
  manifest: string;
  finder?: string;
  calibrate?: boolean;
  out?: string;
  rivals: boolean;
}

const options = new Command('bench:plates')
  .description('measures plate finder, reader, whole path and calibration on pictures that no training held')
  .option('--shared <dir>', 'folder of reference material', resolve('../shared'))
  .option('--rendered <dir>', 'a set of models/training/plates/make_set.py: colours and passages')
  .option('--labels <file>', 'more labelled photos for judging: every plate text in it is trusted')
  .option('--manifest <file>', 'model manifest', defaultManifest)
  .option('--finder <name>', 'plate finder (default: what the box takes by itself)')
  .option('--calibrate', 'fit the calibration and write it into the manifest')
  .option('--no-rivals', 'leave out tesseract.js and the teacher reader')
  .option('--out <file>', 'write the tables (Markdown) here as well')
  .parse()
  .opts<Options>();

const report: string[] = [];
const say = (text: string) => {
  report.push(text);
  process.stdout.write(`${text}\n`);
};
const table = (title: string, heads: string[], rows: string[][]) => {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  say(`\n**${title}**\n\n${[line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')}`);
};

const labels = labelsOf(options.shared);
if (!isThere(labels)) {
  process.stderr.write(`no plate pictures at ${labels}; name the folder with --shared\n`);
  process.exit(1);
}
const vision = await PlateVision.load(options.manifest, options.finder);
const photos = testPictures(labels);
const rendered = options.rendered ? testPictures(join(options.rendered, 'labels.jsonl'), true) : [];
const more = options.labels ? testPictures(options.labels, true) : [];
say(
  `${vision.finder.label}; ${vision.reader.label}; ${String(photos.length)} test photos, ${String(rendered.length)} rendered`,
);

if (options.calibrate) await fit();
const heads = [
  '',
  'plates',
  'AP50, labels as published',
  'recall at precision .95, as published',
  'AP50, unlabelled plates left out',
  'recall at precision .95, left out',
  'corner error, of plate width',
];
table('Finder', heads, await finderFigures(vision.finder, [...photos, ...rendered]));
const rivals = options.rivals
  ? [await teacher(join(options.shared, 'teachers/fast_plate_ocr_cct_xs_v1_global.onnx')), await tesseract()]
  : [];
const readers = [ours(vision.reader), ...rivals];
table(
  'Reader, true corners, held-out texts',
  ['', ...readers.map(({ name }) => name)],
  await readerFigures(readers, photos),
);
const renderedPhotos = rendered.filter(({ passage }) => passage === null);
if (renderedPhotos.length > 0) {
  const [mine] = readers;
  table('Reader, rendered photos', ['', 'VamCo'], await readerFigures(mine ? [mine] : [], renderedPhotos));
}
for (const { close } of readers) await close();
const kind = ({ camera, plates }: (typeof photos)[number]) =>
  camera === 'rendered photo' ? `rendered, ${plates[0]?.colour ?? ''}` : camera;
const wholeHeads = ['', 'plates read exactly', 'false reads per 100 photos', 'CPU ms a photo (median)'];
table(
  'Whole path, photo to text',
  wholeHeads,
  await endToEnd(vision, [...photos, ...more, ...renderedPhotos], kind),
);
table(
  'Tight crops, the first sign at the edge',
  ['', 'plates read exactly'],
  await tightCrops(vision, photos),
);
table('Speed', ['step, one thread', 'ms (median)'], await speed(vision, photos.slice(0, 150)));
await judgeCalibration();
if (options.out) writeFileSync(options.out, `${report.join('\n')}\n`);

/** Fits on everything and writes the manifest; how good the fit is was judged across the folds before. */
async function fit(): Promise<void> {
  const looks = await singleLooks(vision, [...photos, ...rendered.filter(({ passage }) => passage === null)]);
  const passages = await votes(vision, rendered);
  const manifest = JSON.parse(readFileSync(options.manifest, 'utf8')) as {
    models: Record<string, { calibration?: Record<string, Calibration> }>;
  };
  const { calibration } = vision.reader.entry;
  const fitOr = (outcomes: readonly Outcome[], name: 'look' | 'vote') => {
    if (areTelling(outcomes)) return fitCalibration(outcomes);
    say(`${name}: too few right or too few wrong ones to fit on, its calibration stays`);
    return calibration[name];
  };
  const [look, vote] = [fitOr(looks, 'look'), fitOr(passages, 'vote')];
  const entry = manifest.models['plate-reader'];
  if (entry) entry.calibration = { look, vote };
  Object.assign(calibration, { look, vote });
  writeFileSync(options.manifest, `${JSON.stringify(manifest, null, 2)}\n`);
  say(`calibration written: ${JSON.stringify({ look, vote })}`);
}

async function judgeCalibration(): Promise<void> {
  const looks = await singleLooks(vision, [...photos, ...renderedPhotos]);
  showReliability('Calibration of single looks, each half judged by a fit on the other', looks);
  const passages = await votes(vision, rendered);
  if (passages.length === 0) return;
  showReliability('Calibration of votes, each half judged by a fit on the other', passages);
  const rows = [...groupBy(passages, ({ kind: name }) => name)].map(([name, of]) => [
    name,
    share(of.map(({ right }) => right)),
  ]);
  table('A whole passage, 9 frames at 5 fps', ['', 'plate exact'], rows);
}

function showReliability(title: string, outcomes: readonly Outcome[]): void {
  const crossed = ([0, 1] as const).flatMap((fold) => {
    const calibration = fitCalibration(outcomes.filter((outcome) => outcome.fold !== fold));
    return outcomes
      .filter((outcome) => outcome.fold === fold)
      .map(({ decoded, right }) => ({ promised: calibrate(decoded, calibration), right }));
  });
  const { ece, rows } = reliability(crossed);
  table(
    `${title}: expected calibration error ${ece.toFixed(3)}`,
    ['confidence', 'looks', 'promised', 'right'],
    rows,
  );
}
