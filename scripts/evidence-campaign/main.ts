import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.ts';

/* `npm run evidence:campaign`: how many changed bundles are found, by both verifiers; exit 1 when one is not. */
const { values } = parseArgs({
  options: {
    clean: { type: 'string', default: '10000' },
    mutants: { type: 'string', default: '10000' },
    fuzzed: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write('npm run evidence:campaign -- [--clean N] [--mutants N] [--fuzzed N] [--seed N]\n');
  process.exit(0);
}
const wanted = {
  clean: Number(values.clean),
  mutants: Number(values.mutants),
  fuzzed: Number(values.fuzzed),
  seed: Number(values.seed),
};
const { rows, slowestMs, peakMb, surprises } = await runCampaign(wanted, (text) => {
  process.stderr.write(`${text}\n`);
});
process.stdout.write('| kind | made | judged rightly | located | both verifiers agree |\n');
process.stdout.write('| --- | --- | --- | --- | --- |\n');
for (const { kind, made, right, located, agreed } of rows)
  process.stdout.write(`| ${kind} | ${made} | ${right} | ${located} | ${agreed} |\n`);
process.stdout.write(
  `\nslowest ${slowestMs.toFixed(0)} ms; most memory ${peakMb.vamco.toFixed(0)} MB (vamco), ${peakMb.python.toFixed(0)} MB (python)\n`,
);
for (const surprise of surprises) process.stderr.write(`${surprise}\n`);
if (rows.some(({ made, right, located, agreed }) => right < made || located < made || agreed < made))
  process.exitCode = 1;
