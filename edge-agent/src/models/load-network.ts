import { AgentError } from '../base/errors.ts';
import type { ModelFile } from './model-file.ts';
import { Network } from './network.ts';

/**
 * Opens a model in threads of its own and lets `build` make and try out what uses it, so that a wrong shape is
 * found now and not at the first vehicle. Throws MODEL_UNUSABLE, naming the `kind` that it should have been.
 */
export async function loadNetwork<User>(
  { name, entry, bytes }: ModelFile,
  kind: string,
  build: (network: Network) => Promise<User>,
  threads = 1,
): Promise<User> {
  let network: Network | undefined;
  try {
    network = await Network.open(bytes, threads);
    return await build(network);
  } catch (cause) {
    await network?.close();
    throw new AgentError('MODEL_UNUSABLE', `model "${name}" ${entry.version} is not ${kind}`, { cause });
  }
}
