import { AgentError } from '../base/errors.ts';
import { loadNetwork } from '../models/load-network.ts';
import { modelLabel, type ModelFile } from '../models/model-file.ts';
import type { Network } from '../models/network.ts';
import { plateColours, plateLayouts } from '@vamco/contracts';
import { alphabet, SLOTS, type PlateLook } from './look.ts';
import type { ReaderEntry } from './plate-models.ts';
import type { Quad } from './quad.ts';
import type { RgbPicture } from '../base/rgb-picture.ts';
import { rectify } from './rectify.ts';

/** Plates read at once: more would only take more memory. */
const BATCH = 8;

/** Reads plates that were found: one pass for one- and two-line plates. */
export class PlateReader {
  readonly name: string;
  readonly label: string;
  readonly entry: ReaderEntry;
  readonly #network: Network;

  private constructor(model: ModelFile<ReaderEntry>, network: Network) {
    this.entry = model.entry;
    this.#network = network;
    this.name = model.name;
    this.label = modelLabel(model);
  }

  /** Throws MODEL_UNUSABLE when the file is no plate reader. */
  static load(model: ModelFile<ReaderEntry>): Promise<PlateReader> {
    return loadNetwork(model, 'a plate reader', async (network) => {
      const reader = new PlateReader(model, network);
      const { width, height } = model.entry.input;
      await reader.readFlat([new Uint8Array(width * height * 3)]);
      return reader;
    });
  }

  /** Reads plates of one picture by their corners; looks come in the order of `quads`. */
  async read(picture: RgbPicture, quads: readonly Quad[]): Promise<PlateLook[]> {
    const { width, height, margin } = this.entry.input;
    const looks: PlateLook[] = [];
    for (let from = 0; from < quads.length; from += BATCH) {
      const flat = quads
        .slice(from, from + BATCH)
        .map((quad) => rectify(picture, quad, width, height, margin));
      looks.push(...(await this.readFlat(flat)));
    }
    return looks;
  }

  /** Reads plates that are already cut out flat: RGB of the model's size. */
  async readFlat(plates: readonly Uint8Array[]): Promise<PlateLook[]> {
    if (plates.length === 0) return [];
    const { name, width, height } = this.entry.input;
    const size = width * height * 3;
    const pixels = new Uint8Array(plates.length * size);
    for (const [index, plate] of plates.entries()) pixels.set(plate, index * size);
    const result = await this.#network.run(name, pixels, [plates.length, height, width, 3]);
    const row = (output: string, index: number, length: number) => {
      const values = result[output]?.data;
      if (!(values instanceof Float32Array) || values.length !== plates.length * length) {
        throw new AgentError('MODEL_UNUSABLE', `output "${output}" is not N x ${String(length)} floats`);
      }
      return values.slice(index * length, (index + 1) * length);
    };
    const { signs, colour, layout } = this.entry.outputs;
    return plates.map((_, index) => ({
      signs: row(signs, index, SLOTS * alphabet.length),
      colour: row(colour, index, plateColours.length),
      layout: row(layout, index, plateLayouts.length),
    }));
  }

  /** Ends its threads; what was still asked is rejected. */
  close(): Promise<void> {
    return this.#network.close();
  }
}
