import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ObjectClass, problemsOf, Sha256 } from '@vamco/contracts';
import { Type, type Static } from 'typebox';
import { AgentError } from '../base/errors.ts';

const DetectorEntry = Type.Object({
  version: Type.String(),
  file: Type.String({ description: 'Relative to the manifest' }),
  sha256: Sha256,
  input: Type.Object({
    name: Type.String(),
    width: Type.Integer({ minimum: 32, maximum: 4096 }),
    height: Type.Integer({ minimum: 32, maximum: 4096 }),
    pad: Type.Integer({ minimum: 0, maximum: 255 }),
  }),
  output: Type.Object({ name: Type.String() }),
  classes: Type.Array(ObjectClass, { minItems: 1 }),
  scoreThreshold: Type.Number({ minimum: 0, maximum: 1 }),
});
const Manifest = Type.Object({ models: Type.Record(Type.String(), DetectorEntry) });

export type DetectorEntry = Static<typeof DetectorEntry>;

/** A model whose bytes are what the manifest says. */
export interface ModelFile {
  name: string;
  entry: DetectorEntry;
  bytes: Uint8Array;
}

/**
 * Reads one model by name. Errors name the file and, when it was altered, both hashes:
 * MODEL_MISSING, MODEL_ALTERED, MODEL_UNUSABLE (a manifest that is not one).
 */
export function readModel(manifestFile: string, name: string): ModelFile {
  const manifest = parseManifest(manifestFile);
  const entry = manifest.models[name];
  if (entry === undefined) {
    const known = Object.keys(manifest.models).join(', ');
    throw new AgentError('MODEL_MISSING', `no model "${name}" in ${manifestFile}; it lists: ${known}`);
  }
  const file = join(dirname(manifestFile), entry.file);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new AgentError('MODEL_MISSING', `model file ${file} cannot be read`, { cause });
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== entry.sha256) {
    const message = `model file ${file} was altered: its SHA-256 is ${sha256}, the manifest says ${entry.sha256}`;
    throw new AgentError('MODEL_ALTERED', message);
  }
  return { name, entry, bytes };
}

function parseManifest(file: string): Static<typeof Manifest> {
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new AgentError('MODEL_MISSING', `model manifest ${file} cannot be read`, { cause });
  }
  const [problem] = problemsOf(Manifest, manifest);
  if (problem) throw new AgentError('MODEL_UNUSABLE', `${file}: ${problem.path} ${problem.message}`);
  return manifest as Static<typeof Manifest>;
}
