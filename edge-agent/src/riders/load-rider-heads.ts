import { readModelIfListed, type ModelFile } from '../models/model-file.ts';
import { RiderEntry } from './rider-entry.ts';
import { RiderHeads } from './rider-heads.ts';

/** `rider-heads` of a manifest, which a box may lack; throws as `readModel` does when it is there and broken. */
export async function loadRiderHeads(
  manifest: string,
): Promise<{ net: RiderHeads; model: ModelFile } | undefined> {
  const model = readModelIfListed(manifest, 'rider-heads', RiderEntry);
  return model && { net: await RiderHeads.load(model), model };
}
