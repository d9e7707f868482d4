import { AgentError } from '../base/errors.ts';
import { processorMultipliesBytes } from '../models/integer-arithmetic.ts';
import { readModel, readModelIfListed, type ModelFile } from '../models/model-file.ts';
import { DetectorEntry } from './detector-entry.ts';

const USUAL = 'road-user-detector';

/** What a command says of its choice. */
export const MODEL_OPTION = `a name in the model manifest (default: ${USUAL}, in integers where the processor is good at them)`;

/**
 * The detector of that name; where nobody chose one, the usual one in integers if this processor is good at them: it sees as
 * much (its card says how that was measured) in less than half the time. Throws as `readModel` does.
 *
 * @param hasIntegers does the processor multiply bytes?
 */
export function readDetector(
  manifest: string,
  name: string | undefined,
  hasIntegers = processorMultipliesBytes(),
): ModelFile<DetectorEntry> {
  const model = name === undefined ? usual(manifest, hasIntegers) : readModel(manifest, name, DetectorEntry);
  if (model.entry.arithmetic !== 'int8' || hasIntegers) return model;
  const instead = model.name.replace(/-int8$/, '');
  throw new AgentError(
    'MODEL_UNUSABLE',
    `model "${model.name}" needs a processor that multiplies bytes (VNNI, or ARM's dot product), and this one does not: choose "${instead}"`,
  );
}

function usual(manifest: string, hasIntegers: boolean): ModelFile<DetectorEntry> {
  const inIntegers = hasIntegers ? readModelIfListed(manifest, `${USUAL}-int8`, DetectorEntry) : undefined;
  return inIntegers ?? readModel(manifest, USUAL, DetectorEntry);
}
