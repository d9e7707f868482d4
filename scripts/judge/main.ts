import { readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { Value } from 'typebox/value';
import { Truth } from '../../tests/support/truth.ts';
import { judgeOthers } from './other-figures.ts';
import { judgeRules, type RuleFigures } from './rule-figures.ts';
import { parseTold } from './told.ts';

const command = new Command('judge')
  .description('compares what vamco replay --json told with the truth of the clips, by rule and light')
  .argument('<files...>', 'RESULTS.jsonl TRUTH.json, and more such pairs')
  .option('--out <file>', 'write the tables (Markdown) here as well')
  .addHelpText(
    'after',
    '\nWith `vamco replay --tracks` vehicles are told apart, and identity figures are given.',
  )
  .action((files: string[], options: { out?: string }) => {
    if (files.length % 2 !== 0) throw new Error('results and truths come in pairs');
    const byCondition = new Map<string, Map<string, RuleFigures>>();
    const rows: string[] = [];
    for (let index = 0; index < files.length; index += 2) {
      const [results = '', truths = ''] = [files[index], files[index + 1]];
      const truth = readTruth(truths);
      const told = parseTold(readFileSync(results, 'utf8'), results);
      const figures = byCondition.get(truth.condition) ?? new Map<string, RuleFigures>();
      byCondition.set(truth.condition, figures);
      judgeRules(truth, told, figures);
      rows.push(clipRow(truth, judgeOthers(truth, told)));
    }
    const tables = `${ruleTable(byCondition)}\n\n${clipHead}\n${rows.join('\n')}\n`;
    process.stdout.write(tables);
    if (options.out) writeFileSync(options.out, tables);
  });

function readTruth(file: string): Truth {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (Value.Check(Truth, value)) return value;
  const [first] = Value.Errors(Truth, value);
  throw new Error(`${file} is no truth: ${first?.instancePath ?? ''} ${first?.message ?? ''}`);
}

function ruleTable(byCondition: ReadonlyMap<string, ReadonlyMap<string, RuleFigures>>): string {
  const lines = [
    '| rule | light | precision | recall | time error: median, worst | uncertain, told | near misses told | flagged as exempt: rightly, wrongly |',
    '|---|---|---|---|---|---|---|---|',
  ];
  const rules = [...new Set([...byCondition.values()].flatMap((figures) => [...figures.keys()]))].sort();
  for (const rule of rules) {
    for (const [condition, figures] of byCondition) {
      const one = figures.get(rule);
      if (!one) continue;
      const { right, wrong, missed, spared, timeErrors, nearMisses, flagged, flaggedWrong } = one;
      const sorted = [...timeErrors].sort((a, b) => a - b);
      const time =
        sorted.length === 0 ? '–' : `${seconds(sorted[sorted.length >> 1])}, ${seconds(sorted.at(-1))}`;
      lines.push(
        `| ${rule} | ${condition} | ${part(right, right + wrong)} | ${part(right, right + missed)} | ${time} | ${spared} | ${nearMisses.join(', ') || '–'} | ${flagged}, ${flaggedWrong} |`,
      );
    }
  }
  return lines.join('\n');
}

const clipHead = [
  '| clip | counted / real | plates right / wrong / unread | IDF1, switches a 100, mostly tracked | signal right | speed inside its interval | riders counted right | helmets right / wrong / unknown | bare heads told, wrong |',
  '|---|---|---|---|---|---|---|---|---|',
].join('\n');

function clipRow(
  truth: Truth,
  { counts, plates, identity, speeds, signals, riders }: ReturnType<typeof judgeOthers>,
): string {
  const counted = [...counts].map(([name, { told, real }]) => `${name} ${told}/${real}`).join(', ');
  const ids = identity
    ? `${identity.idf1.toFixed(3)}, ${identity.switchesPer100.toFixed(0)}, ${(100 * identity.mostlyTracked).toFixed(0)} %`
    : '–';
  const lamps = signals.allS === 0 ? '–' : `${((100 * signals.rightS) / signals.allS).toFixed(1)} %`;
  return `| ${truth.name} | ${counted || '–'} | ${plates.right} / ${plates.wrong} / ${plates.none} | ${ids} | ${lamps} | ${part(speeds.held, speeds.all)} | ${part(riders.counted, riders.all)} | ${riders.right} / ${riders.wrong} / ${riders.unknown} | ${riders.bareTold}, ${riders.bareWrong} |`;
}

const seconds = (value = 0) => `${value.toFixed(2)} s`;

function part(some: number, all: number): string {
  return all === 0 ? '–' : `${((100 * some) / all).toFixed(0)} % of ${all}`;
}

try {
  command.parse();
} catch (error) {
  process.stderr.write(
    `judge: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}\n`,
  );
  process.exitCode = 1;
}
