import { accessSync, constants, mkdirSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { renderClip } from './render-clip.ts';
import { renderTrain } from './render-train.ts';

const progress = (text: string) => process.stderr.write(`${text}\n`);

const program = new Command('render')
  .description('Renders the VamCo site: clips with exact truth and a matching scene, or training pictures.')
  .requiredOption('--set <name>', 'smoke (the demo clip) or train (pictures with labels)', known)
  .option(
    '--out <folder>',
    'where to write; default tests/fixtures/rendered for smoke, .cache/train for train',
  )
  .option('--seeds <A..B>', 'train: seeds to render', seeds, { from: 100, to: 163 })
  .action(async (options: { set: 'smoke' | 'train'; out?: string; seeds: { from: number; to: number } }) => {
    const out = options.out ?? (options.set === 'smoke' ? 'tests/fixtures/rendered' : '.cache/train');
    mkdirSync(out, { recursive: true });
    accessSync(out, constants.W_OK);
    if (options.set === 'train') await renderTrain({ ...options.seeds, out }, progress);
    else await renderClip({ name: 'demo', seed: 2, seconds: 24, kbits: 560, out }, progress);
  });

function known(name: string): string {
  if (name === 'smoke' || name === 'train') return name;
  throw new InvalidArgumentError('known sets: smoke, train');
}

function seeds(text: string): { from: number; to: number } {
  const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(text) ?? [];
  if (from === undefined || to === undefined || Number(from) > Number(to)) {
    throw new InvalidArgumentError('two numbers, as 100..163');
  }
  return { from: Number(from), to: Number(to) };
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(
    `render: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}\n`,
  );
  process.exitCode = 1;
});
