import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserStage } from './browser-stage.ts';
import { labelsOf } from './train-labels.ts';
import { isHall, trainSeed, type TrainSet } from './train-seed.ts';

/** A browser keeps some memory of every scene that it has shown: it is opened anew after so many seeds. */
const SEEDS_PER_STAGE = 6;

/**
 * Training pictures with exact labels: every seed is another camera, lens, sky and crowd. The lines of a seed are
 * written to `labels.jsonl` once all its pictures are there; a seed that has them already is left as it is unless it
 * is asked for again.
 */
export async function renderTrain(
  order: { set: TrainSet; from: number; to: number; out: string; again: boolean; signal: AbortSignal },
  progress: (text: string) => void,
): Promise<void> {
  mkdirSync(order.out, { recursive: true });
  const labels = join(order.out, 'labels.jsonl');
  const isAsked = (seed: number) => seed >= order.from && seed <= order.to;
  const there = seedsIn(labels, order.again ? isAsked : () => false);
  let stage: BrowserStage | undefined;
  let shown = 0;
  try {
    for (let seed = order.from; seed <= order.to; seed += 1) {
      if (there.has(seed)) {
        progress(`seed ${seed}: there already`);
        continue;
      }
      if (stage === undefined || shown % SEEDS_PER_STAGE === 0) {
        await stage?.close();
        stage = await BrowserStage.open();
      }
      shown += 1;
      appendFileSync(labels, await renderSeed(stage, seed, order));
      progress(`seed ${seed}`);
    }
  } finally {
    await stage?.close();
  }
}

/** Draws the pictures of a seed; gives their lines. A seed that fails half-way leaves nothing. */
async function renderSeed(
  stage: BrowserStage,
  seed: number,
  { set, out, signal }: { set: TrainSet; out: string; signal: AbortSignal },
): Promise<string> {
  const { order, shots } = trainSeed(seed, set);
  const { width, height } = order.camera;
  const camera = `rendered ${isHall(seed, set) ? 'hall' : 'street'}`;
  const about = { source: 'rendered', camera, group: `rendered-${String(seed)}`, seed, width, height };
  const rows: { file: string }[] = [];
  try {
    await stage.show(order);
    for (const { state, seen } of shots()) {
      signal.throwIfAborted();
      const file = `${String(seed).padStart(5, '0')}-${rows.length}.jpg`;
      const picture = await stage.draw(state);
      rows.push({ file, ...about, ...labelsOf(seen) });
      writeFileSync(join(out, file), picture);
    }
  } catch (error) {
    for (const { file } of rows) rmSync(join(out, file), { force: true });
    throw error;
  }
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** The seeds that have their lines; those of seeds to be forgotten are taken out of the file. */
function seedsIn(labels: string, isForgotten: (seed: number) => boolean): Set<number> {
  if (!existsSync(labels)) return new Set();
  const lines = readFileSync(labels, 'utf8').split('\n').filter(Boolean);
  const rows = lines.map((line, index) => ({ line, seed: seedOf(line, `${labels}, line ${index + 1}`) }));
  const kept = rows.filter(({ seed }) => !isForgotten(seed));
  if (kept.length < rows.length) writeFileSync(labels, kept.map(({ line }) => `${line}\n`).join(''));
  return new Set(kept.map(({ seed }) => seed));
}

function seedOf(line: string, where: string): number {
  try {
    return (JSON.parse(line) as { seed: number }).seed;
  } catch {
    throw new Error(`${where}: these are no picture’s labels`);
  }
}
