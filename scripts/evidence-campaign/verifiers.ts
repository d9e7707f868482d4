import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundle } from '../../tests/support/bundle.ts';

/** What one verifier said of one bundle. */
export interface Verdict {
  ok: boolean;
  /** Places and reasons of what failed, as one text. */
  text: string;
  /** How long it took; 0 where it was not measured. */
  ms: number;
}

const root = resolve(import.meta.dirname, '../..');
const python = join(root, 'scripts/verify-bundle/verify_bundle.py');
/** Made into one JavaScript file first: the memory that is measured is the verifier’s, not the compiler’s. */
const worker = bundle('scripts/evidence-campaign/verify-worker.ts');

/** Runs a verifier over many bundles in one process of its own; also tells the most memory that it held, in MB. */
export async function verifyAll(
  which: 'vamco' | 'python',
  files: readonly string[],
  dir: string,
  key: string,
): Promise<{ verdicts: Verdict[]; peakMb: number }> {
  const list = join(dir, `${which}.txt`);
  writeFileSync(list, files.join('\n'));
  const [program, args] =
    which === 'python'
      ? ['python3', [python, '--list', list, '--key', key]]
      : [process.execPath, [await worker, list, key]];
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  let peakMb = 0;
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(child.pid ?? 0));
  }, 20);
  const code = await new Promise<number | null>((done) => child.once('close', done));
  clearInterval(watch);
  const verdicts = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ text: '', ms: 0, ...(JSON.parse(line) as Partial<Verdict> & Pick<Verdict, 'ok'>) }));
  if (code !== 0 || verdicts.length !== files.length)
    throw new Error(
      `${which} ended with ${String(code)} after ${verdicts.length} of ${files.length} bundles`,
    );
  return { verdicts, peakMb };
}

/** The kernel’s own high-water mark of a process. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
