import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { codecs, type Codec } from './film/encoder.ts';
import { renderClip } from './film/render-clip.ts';
import { renderTrain } from './film/render-train.ts';
import { trainSets, type TrainSet } from './film/train-seed.ts';
import { clipsOf, drawnAgain, setNames, type SetName } from './sets.ts';

interface Options {
  set: SetName | TrainSet;
  out?: string;
  clip?: string;
  seeds: { from: number; to: number };
  draw: number;
  again?: boolean;
  codec: Codec;
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Not once: a terminal's Ctrl-C comes a second time through what started us.
  process.on(signal, () => {
    stop.abort();
  });
}

const progress = (text: string) => process.stderr.write(`${text}\n`);

const program = new Command('render')
  .description('Renders the VamCo site: clips with exact truth and a matching scene, or training pictures.')
  .addOption(
    new Option('--set <name>', 'what to render').choices([...setNames, ...trainSets]).makeOptionMandatory(),
  )
  .option('--clip <name>', 'only this clip of the set')
  .option(
    '--out <folder>',
    'where to write; default tests/fixtures/rendered for smoke, .cache/rendered/SET for others',
  )
  .option('--seeds <A..B>', 'train, riders: seeds to render, eight or 24 pictures each', seeds, {
    from: 1000,
    to: 1063,
  })
  .option('--draw <n>', 'a set again with other traffic in it: files are named CLIP-n', wholeNumber, 0)
  .addOption(new Option('--codec <name>', 'how the clips are encoded').choices(codecs).default('h264'))
  .option('--again', 'render what is there already')
  .action(async (options: Options) => {
    const { set } = options;
    const out = options.out ?? (set === 'smoke' ? 'tests/fixtures/rendered' : join('.cache/rendered', set));
    mkdirSync(out, { recursive: true });
    accessSync(out, constants.W_OK);
    if (set === 'train' || set === 'riders') {
      const { again = false, seeds: range } = options;
      await renderTrain({ ...range, set, out, again, signal: stop.signal }, progress);
      return;
    }
    const clips = clipsOf(set)
      .filter(({ name }) => options.clip === undefined || name === options.clip)
      .map((clip) => drawnAgain(clip, options.draw));
    if (clips.length === 0) throw new Error(`set ${set} has no clip "${options.clip ?? ''}"`);
    for (const clip of clips) {
      if (!options.again && set !== 'smoke' && existsSync(join(out, `${clip.name}.truth.json`)))
        progress(`${clip.name}: there already`);
      else await renderClip(clip, { out, codec: options.codec, signal: stop.signal }, progress);
    }
  });

function seeds(text: string): { from: number; to: number } {
  const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(text) ?? [];
  if (from === undefined || to === undefined || Number(from) > Number(to)) {
    throw new InvalidArgumentError('two numbers, as 1000..1063');
  }
  return { from: Number(from), to: Number(to) };
}

function wholeNumber(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('a whole number from 0 to 9999');
  return Number(text);
}

program.parseAsync().catch((error: unknown) => {
  const [why] = (error instanceof Error ? error.message : String(error)).split('\n');
  process.stderr.write(`render: ${stop.signal.aborted ? 'interrupted' : (why ?? '')}\n`);
  process.exitCode = stop.signal.aborted ? 130 : 1;
});
