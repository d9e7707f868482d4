import type { ModelFile } from '../models/model-file.ts';
import { readSuited } from '../models/read-suited.ts';
import { DetectorEntry } from './detector-entry.ts';

const usual = 'road-user-detector';

/** What a command says of its choice. */
export const MODEL_OPTION = `a name in the model manifest (default: ${usual}, in integers where the processor is good at them)`;

/** The detector of that name; where nobody chose one, what suits this processor. Throws as `readSuited` does. */
export function readDetector(manifest: string, chosen: string | undefined): ModelFile<DetectorEntry> {
  return readSuited(manifest, { chosen, usual }, DetectorEntry);
}
