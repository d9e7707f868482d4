import { readFileSync } from 'node:fs';
import { readPublicKey, verifyPath } from '@vamco/bundle';

/* `verify-worker.ts LIST KEY`: the verifier of `vamco verify` over many bundles, one JSON line each. */
const [list = '', keyFile = ''] = process.argv.slice(2);
const key = readPublicKey(readFileSync(keyFile, 'utf8'));
if (!key) throw new Error(`${keyFile} is not a key`);
for (const file of readFileSync(list, 'utf8').split('\n')) {
  const began = performance.now();
  const { ok, checks } = verifyPath(file, [key]);
  const failed = checks.filter(({ passed }) => passed === false);
  const text = failed.map(({ id, where, text }) => `${id}: ${where ?? ''} ${text}`).join('; ');
  process.stdout.write(`${JSON.stringify({ ok, text, ms: performance.now() - began })}\n`);
}
