import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SceneReference } from '../trust/scene-reference.ts';

/** What each preset of a camera looks like, learned and kept over restarts: one file a preset. */
export class KeptReferences {
  readonly #dir: string;

  /** @param dir Folder of this camera's own; it exists. */
  constructor(dir: string) {
    this.#dir = dir;
  }

  /** What was kept; one that has learned nothing yet where there is none, or none that can be read. */
  read(preset: string): SceneReference {
    try {
      return new SceneReference(readFileSync(this.#file(preset), 'utf8'));
    } catch {
      return new SceneReference();
    }
  }

  /** Never throws: with a full disk the reference is learned again after a restart. */
  async keep(preset: string, reference: SceneReference): Promise<void> {
    const file = this.#file(preset);
    try {
      await writeFile(`${file}.part`, reference.toText());
      await rename(`${file}.part`, file);
    } catch {
      // Tried again with the next one.
    }
  }

  #file(preset: string): string {
    return join(this.#dir, `reference-${preset}.txt`);
  }
}
