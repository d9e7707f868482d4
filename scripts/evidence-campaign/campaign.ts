import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicPem } from '@vamco/bundle';
import { aBody, centreBundle, newKey, SealingBox } from '../../tests/support/sealed-cases.ts';
import { fuzz } from './fuzz.ts';
import { mutations, type Material, type Mutant } from './mutations.ts';
import { Dice } from './random.ts';
import { verifyAll } from './verifiers.ts';

/** What came out for one kind of file. */
export interface Row {
  kind: string;
  made: number;
  /** Judged rightly by `vamco verify`: refused, or for clean ones accepted. */
  right: number;
  /** Of the changed ones: the place was named. */
  located: number;
  /** Both verifiers said the same. */
  agreed: number;
}

export interface Outcome {
  rows: Row[];
  slowestMs: number;
  peakMb: { vamco: number; python: number };
  /** The first few files that were judged wrongly, for who must find out why. */
  surprises: string[];
}

type Made = Mutant & { kind: string; clean: boolean };

/** Small: the memory that is measured is that of a few bundles, not of garbage that piled up over hundreds. */
const BATCH = 50;

/** Makes so many clean, changed and hostile bundles and asks both verifiers about each. Repeatable by its seed, but for the keys. */
export async function runCampaign(
  wanted: { clean: number; mutants: number; fuzzed: number; seed: number },
  progress: (text: string) => void,
): Promise<Outcome> {
  const dir = mkdtempSync(join(tmpdir(), 'vamco-campaign-'));
  const outcome: Outcome = { rows: [], slowestMs: 0, peakMb: { vamco: 0, python: 0 }, surprises: [] };
  try {
    const all = makeAll(wanted);
    const key = join(dir, 'centre.pem');
    writeFileSync(key, publicPem(all.centreKey));
    for (let batch = takeBatch(all.files); batch.length > 0; batch = takeBatch(all.files)) {
      await judge(batch, dir, key, outcome);
      progress(`${outcome.rows.reduce((sum, { made }) => sum + made, 0)} bundles`);
    }
    return outcome;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function takeBatch(files: Iterator<Made>): Made[] {
  const batch: Made[] = [];
  while (batch.length < BATCH) {
    const next = files.next();
    if (next.done === true) break;
    batch.push(next.value);
  }
  return batch;
}

async function judge(batch: readonly Made[], dir: string, key: string, outcome: Outcome): Promise<void> {
  const files = batch.map(({ bytes }, index) => {
    const file = join(dir, `${index}.zip`);
    writeFileSync(file, bytes);
    return file;
  });
  const [ours, theirs] = await Promise.all([
    verifyAll('vamco', files, dir, key),
    verifyAll('python', files, dir, key),
  ]);
  outcome.peakMb.vamco = Math.max(outcome.peakMb.vamco, ours.peakMb);
  outcome.peakMb.python = Math.max(outcome.peakMb.python, theirs.peakMb);
  for (const [index, { kind, clean, where }] of batch.entries()) {
    const [our, their] = [ours.verdicts[index], theirs.verdicts[index]];
    const row = outcome.rows.find((one) => one.kind === kind) ?? addRow(outcome.rows, kind);
    const right = our?.ok === clean;
    const located = clean || where.test(our?.text ?? '');
    const agreed = our?.ok === their?.ok;
    row.made += 1;
    row.right += Number(right);
    row.located += Number(right && located);
    row.agreed += Number(agreed);
    outcome.slowestMs = Math.max(outcome.slowestMs, our?.ms ?? 0);
    if ((!right || !located || !agreed) && outcome.surprises.length < 10)
      outcome.surprises.push(
        `${kind}: vamco "${our?.text ?? ''}" · python "${their?.text ?? ''}" · wanted ${String(where)}`,
      );
  }
}

function addRow(rows: Row[], kind: string): Row {
  const row = { kind, made: 0, right: 0, located: 0, agreed: 0 };
  rows.push(row);
  return row;
}

/** All files, one at a time: ten thousand bundles are not held in memory. */
function makeAll(wanted: { clean: number; mutants: number; fuzzed: number; seed: number }) {
  const centreKey = newKey();
  const material = newMaterial(centreKey, 4);
  const mutationKinds = Object.entries(mutations);
  const fuzzKinds = Object.entries(fuzz);
  const files = function* (): Generator<Made> {
    yield* cleanOnes(centreKey, wanted.clean, wanted.seed);
    for (let n = 0; n < wanted.mutants; n += 1) {
      const [kind, mutate] = mutationKinds[n % mutationKinds.length] ?? ['', mutations['byte']];
      if (mutate) yield { kind, clean: false, ...mutate(material, new Dice(wanted.seed + n)) };
    }
    for (let n = 0; n < wanted.fuzzed; n += 1) {
      const [name, make] = fuzzKinds[n % fuzzKinds.length] ?? ['', fuzz['noise']];
      const bytes = make?.(material.bundle, new Dice(wanted.seed + n)) ?? Buffer.alloc(0);
      yield { kind: `fuzz: ${name}`, clean: false, bytes, where: /./ };
    }
  };
  return { centreKey, files: files() };
}

function newMaterial(centreKey: Material['centreKey'], cases: number): Material {
  const [box, other] = [new SealingBox('box-01'), new SealingBox('box-02')];
  const sealed = Array.from({ length: cases }, () => box.seal());
  const elsewhere = Array.from({ length: cases }, () => other.seal());
  const bundle = (of: SealingBox, list: typeof sealed, index: number) => {
    const one = list[index];
    if (!one) throw new RangeError('too few cases');
    return centreBundle(of, one, centreKey);
  };
  return {
    bundle: bundle(box, sealed, 1),
    sameBox: bundle(box, sealed, 2),
    otherBox: bundle(other, elsewhere, 1),
    ...{ ownKey: newKey(), centreKey },
  };
}

/** Clean bundles of many shapes: names in Vietnamese, odd numbers, first and later seals, clips that stay on the box. */
function* cleanOnes(centreKey: Material['centreKey'], count: number, seed: number): Generator<Made> {
  let box = new SealingBox('box-00');
  for (let n = 0; n < count; n += 1) {
    const dice = new Dice(seed + n);
    if (n % 40 === 0) box = new SealingBox(`box-${String(n / 40)}`);
    const body = aBody();
    const graceS = dice.below(1e9) / 10 ** dice.below(16);
    const sealed = box.seal({
      ...body,
      place: {
        ...body.place,
        name: dice.pick(['Ngã ba Lộ Chánh Môn', 'Cầu "Quan" \\ 1', 'Đường 30/4 – 🚦']),
      },
      act: { ...body.act, parameters: { graceS, heading: -graceS, sure: dice.below(2) === 0 } },
      plate: dice.below(3) === 0 ? null : body.plate,
      clip: dice.below(3) === 0 ? { none: 'gone' } : { fromMs: -5_000, toMs: 3_000 },
    });
    if (dice.below(4) === 0) sealed.files.delete('files/plate.jpg');
    if (dice.below(2) === 0) sealed.files.delete('files/clip.mp4');
    if (dice.below(5) === 0) sealed.clip = undefined;
    yield { kind: 'clean', clean: true, where: /./, bytes: centreBundle(box, sealed, centreKey) };
  }
}
