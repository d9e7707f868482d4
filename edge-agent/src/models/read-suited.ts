import type { TSchema } from 'typebox';
import { AgentError } from '../base/errors.ts';
import { processorMultipliesBytes } from './integer-arithmetic.ts';
import { readModel, readModelIfListed, type ModelFile, type EntryOf } from './model-file.ts';

/**
 * The model that was chosen by name; where nobody chose, the usual one, in integers if there is such a sister and this
 * processor is good at them: it sees as much (its card says how that was measured) in about half the time. Throws as
 * `readModel` does, and MODEL_UNUSABLE for a chosen one that this processor would compute wrongly.
 *
 * @param usual name of the model in floats; its sister's ends with `-int8`
 * @param hasIntegers does the processor multiply bytes?
 */
export function readSuited<Kind extends TSchema>(
  manifest: string,
  { chosen, usual }: { chosen: string | undefined; usual: string },
  kind: Kind,
  hasIntegers = processorMultipliesBytes(),
): ModelFile<EntryOf<Kind>> {
  if (chosen === undefined) {
    const inIntegers = hasIntegers ? readModelIfListed(manifest, `${usual}-int8`, kind) : undefined;
    return inIntegers ?? readModel(manifest, usual, kind);
  }
  const model = readModel(manifest, chosen, kind);
  if (model.entry.arithmetic !== 'int8' || hasIntegers) return model;
  const instead = chosen.replace(/-int8$/, '');
  throw new AgentError(
    'MODEL_UNUSABLE',
    `model "${chosen}" needs a processor that multiplies bytes (VNNI, or ARM's dot product), and this one does not: choose "${instead}"`,
  );
}
