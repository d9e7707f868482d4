import { InferenceSession } from 'onnxruntime-node';
import { AgentError } from '../base/errors.ts';
import type { ModelFile } from './model-file.ts';

/**
 * Opens a model as a session of one thread and lets `build` make and try out what uses it, so that a wrong shape is
 * found now and not at the first vehicle. Throws MODEL_UNUSABLE, naming the `kind` that it should have been.
 */
export async function loadNetwork<Network>(
  { name, entry, bytes }: ModelFile,
  kind: string,
  build: (session: InferenceSession) => Promise<Network>,
): Promise<Network> {
  try {
    return await build(await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 }));
  } catch (cause) {
    throw new AgentError('MODEL_UNUSABLE', `model "${name}" ${entry.version} is not ${kind}`, { cause });
  }
}
