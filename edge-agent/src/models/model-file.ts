import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { problemsOf, Sha256 } from '@vamco/contracts';
import { Type, type Static, type TSchema } from 'typebox';
import { AgentError } from '../base/errors.ts';

/** What every model says of itself; each kind adds its inputs, outputs and thresholds. */
export const ModelEntry = Type.Object({
  version: Type.String(),
  file: Type.String({ description: 'Relative to the manifest' }),
  sha256: Sha256,
  arithmetic: Type.Optional(Type.Literal('int8', { description: 'Computes in bytes; floats when left out' })),
});
const Manifest = Type.Object({ models: Type.Record(Type.String(), ModelEntry) });
export type ModelEntry = Static<typeof ModelEntry>;
/** What a manifest says of a model of that kind. */
export type EntryOf<Kind extends TSchema> = Static<Kind> & ModelEntry;

/** A model whose bytes are what the manifest says. */
export interface ModelFile<Entry extends ModelEntry = ModelEntry> {
  name: string;
  entry: Entry;
  bytes: Uint8Array;
}

/** Which model it is, when its bytes are of no more use. */
export type ModelName = Pick<ModelFile, 'name' | 'entry'>;

/**
 * Reads one model by name. Errors name the file and, when it was altered, both hashes:
 * MODEL_MISSING, MODEL_ALTERED, MODEL_UNUSABLE (a manifest that is not one, or a model of another kind).
 * @param kind what the entry must say, `DetectorEntry` for example
 */
export function readModel<Kind extends TSchema>(
  manifestFile: string,
  name: string,
  kind: Kind,
): ModelFile<EntryOf<Kind>> {
  const manifest = parseManifest(manifestFile);
  const entry = manifest.models[name];
  if (entry === undefined) {
    const known = Object.keys(manifest.models).join(', ');
    throw new AgentError('MODEL_MISSING', `no model "${name}" in ${manifestFile}; it lists: ${known}`);
  }
  const [problem] = problemsOf(kind, entry);
  if (problem) {
    const message = `${manifestFile}: "${name}" is no such model: ${problem.path} ${problem.message}`;
    throw new AgentError('MODEL_UNUSABLE', message);
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
  return { name, entry: entry as EntryOf<Kind>, bytes };
}

/** The same for a model that a box may do without: undefined when the manifest does not list it. */
export function readModelIfListed<Kind extends TSchema>(
  manifestFile: string,
  name: string,
  kind: Kind,
): ModelFile<EntryOf<Kind>> | undefined {
  const isListed = Object.hasOwn(parseManifest(manifestFile).models, name);
  return isListed ? readModel(manifestFile, name, kind) : undefined;
}

/** Name, version and the first 8 hex digits of the hash: what an event says of its model. */
export function modelLabel({ name, entry }: ModelName): string {
  return `${name} ${entry.version} ${entry.sha256.slice(0, 8)}`;
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
