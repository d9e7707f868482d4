import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  assembleBundle,
  BundleError,
  loadRegulations,
  printSheet,
  readmeText,
  sha256,
  writeBundleFile,
} from '@vamco/bundle';
import { bundlePaths, lawOf, type Seal } from '@vamco/contracts';
import { Command } from 'commander';
import { AgentError } from '../base/errors.ts';
import { sealedCases, storedFile, type StoredCase, type StoredSeals } from '../evidence/sealed-cases.ts';
import { loadOrCreateBoxKey } from '../outbox/box-key.ts';
import { printLine } from './print.ts';

const regulations = fileURLToPath(new URL('../../../firmware-config/regulations', import.meta.url));

/** `vamco bundle --data DIR [--case N --out FILE]`: takes a sealed case from the box itself, without the centre. */
export function bundleCommand(): Command {
  return new Command('bundle')
    .description('list the sealed cases that this box still has, or write one as a bundle')
    .option('--data <folder>', 'data folder of the agent', 'var/agent')
    .option('--case <n>', 'number of the seal, as the list shows it')
    .option('--out <file>', 'where to write it', 'case.zip')
    .option('--regulations <folder>', 'the law as dated tables', regulations)
    .action(async (options: { data: string; case?: string; out: string; regulations: string }) => {
      // Never make a key here: a mistyped folder would look like an empty box.
      if (!existsSync(join(options.data, 'box.key.pem')))
        throw new AgentError('BAD_ARGUMENT', `${options.data} is not the data folder of a box`);
      const key = loadOrCreateBoxKey(options.data);
      const media = join(options.data, 'media');
      const stored = sealedCases(media, key);
      const { cases } = stored;
      if (options.case === undefined) {
        for (const one of cases) printLine(inWords(one));
        if (cases.length === 0) printLine('no sealed case is kept here');
        return;
      }
      const wanted = cases.findLast(({ manifest }) => String(manifest.seal.seq) === options.case);
      if (!wanted) throw new AgentError('BAD_ARGUMENT', `no case ${options.case} is kept here`);
      try {
        writeBundleFile(
          options.out,
          await pieces(wanted, stored.seals, { key, media, law: options.regulations }),
        );
      } catch (cause) {
        throw cause instanceof BundleError ? new AgentError('NOT_WRITABLE', cause.message, { cause }) : cause;
      }
      printLine(`${options.out}: ${inWords(wanted)}`);
    });
}

async function pieces(
  { manifest: { body, seal }, bytes, clip }: StoredCase,
  all: StoredSeals['seals'],
  { key, media, law: folder }: { key: Parameters<typeof sealedCases>[1]; media: string; law: string },
): Promise<Buffer[]> {
  const law = lawOf(loadRegulations(folder), body.act.rule, body.vehicle.class, body.time.utc);
  const film = clip && 'file' in clip.record.body.clip ? [clip.record.body.clip.file] : [];
  const stored = new Map(
    [...body.files, ...film].map(({ path, sha256: hash }) => [path, storedFile(media, hash)]),
  );
  const pictures = body.files.flatMap(({ role, path, from }) => {
    const jpeg = stored.get(path);
    const shown = (role === 'marked' || role === 'plate') && (from !== undefined || role === 'plate');
    return shown && jpeg ? [{ title: role === 'plate' ? 'Biển số' : 'Ảnh đánh dấu', jpeg }] : [];
  });
  const sheet = await printSheet({ body, seal, law, decision: undefined }, sha256(bytes), pictures);
  const seals = all.filter(({ epoch }) => epoch === seal.epoch);
  return assembleBundle(
    {
      ...{ manifest: bytes, clip: clip?.bytes, seals: unbroken(seals, seal.seq), boxKey: key },
      fileOf: (path) => stored.get(path),
      whyMissing: 'the box no longer has it',
      extras: new Map([
        [bundlePaths.sheet, sheet],
        [bundlePaths.readme, Buffer.from(readmeText)],
      ]),
    },
    { by: 'box', id: seal.box, key, at: new Date().toISOString() },
  );
}

/** The stretch of the chain around one seal in which no number is missing. */
function unbroken(seals: readonly Seal[], seq: number): Seal[] {
  const sorted = [...seals].sort((a, b) => a.seq - b.seq);
  const from = sorted.findIndex((seal) => seal.seq >= seq - 1);
  return sorted.slice(from).filter((seal, index) => seal.seq === (sorted[from]?.seq ?? 0) + index);
}

function inWords({ manifest: { seal, body }, clip }: StoredCase): string {
  const film = clip && 'file' in clip.record.body.clip ? ', with clip' : '';
  const plate = body.plate?.display ?? 'no plate';
  return `case ${seal.seq}: ${body.time.utc} ${body.camera.id} ${body.act.rule} ${body.vehicle.class} ${plate}${film}`;
}
