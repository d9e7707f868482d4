import { AgentError } from '../base/errors.ts';
import type { Detection } from './detection.ts';
import { type DetectorEntry } from './detector-entry.ts';
import { loadNetwork } from '../models/load-network.ts';
import { modelLabel, type ModelFile } from '../models/model-file.ts';
import type { Network } from '../models/network.ts';
import { suppress } from './suppress.ts';

/** Columns of one candidate: x y w h score class, in pixels of the model's input. */
const COLUMNS = 6;

/**
 * Finds road users in one picture. Input is uint8 RGB of the model's size; normalisation, decoding and the
 * choice of the best candidates are inside the graph, which computes in a thread of its own.
 */
export class Detector {
  readonly input: DetectorEntry['input'];
  readonly label: string;
  readonly #entry: DetectorEntry;
  readonly #network: Network;
  readonly #threshold: number;

  private constructor(model: ModelFile<DetectorEntry>, network: Network, threshold: number) {
    this.#entry = model.entry;
    this.#threshold = threshold;
    this.#network = network;
    this.input = model.entry.input;
    this.label = modelLabel(model);
  }

  /**
   * Throws MODEL_UNUSABLE when the file is no network of the declared shape.
   * @param threshold lowest score that counts; the model's own without it
   * @param threads pictures that may be computed at once
   */
  static load(
    model: ModelFile<DetectorEntry>,
    { threshold = model.entry.scoreThreshold, threads = 1 }: { threshold?: number; threads?: number } = {},
  ): Promise<Detector> {
    const { width, height } = model.entry.input;
    const build = async (network: Network) => {
      const detector = new Detector(model, network, threshold);
      await detector.detect(new Uint8Array(width * height * 3), { width, height });
      return detector;
    };
    return loadNetwork(model, `a detector of ${width}x${height}`, build, threads);
  }

  /**
   * @param pixels RGB, letterboxed to the top left corner of the model's input
   * @param source size of the picture before letterboxing: boxes come back in its pixels
   */
  async detect(pixels: Uint8Array, source: { width: number; height: number }): Promise<Detection[]> {
    const { name, width, height } = this.#entry.input;
    const result = await this.#network.run(name, pixels, [1, height, width, 3]);
    const output = result[this.#entry.output.name];
    if (output?.dims.at(-1) !== COLUMNS || !(output.data instanceof Float32Array)) {
      throw new AgentError(
        'MODEL_UNUSABLE',
        `output "${this.#entry.output.name}" is not N x ${COLUMNS} floats`,
      );
    }
    const scale = Math.max(source.width / width, source.height / height);
    return suppress(this.#candidates(output.data, scale, source));
  }

  /** Ends its threads; what was still asked is rejected. */
  close(): Promise<void> {
    return this.#network.close();
  }

  #candidates(rows: Float32Array, scale: number, source: { width: number; height: number }): Detection[] {
    const found: Detection[] = [];
    for (let at = 0; at + COLUMNS <= rows.length; at += COLUMNS) {
      const [x, y, w, h, score, number] = rows.subarray(at, at + COLUMNS) as unknown as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      // Written so that a NaN from a broken model is refused too.
      if (!(score >= this.#threshold && w > 0 && h > 0)) continue;
      const name = this.#entry.classes[number];
      if (name === undefined) continue;
      const left = Math.max(0, x * scale);
      const top = Math.max(0, y * scale);
      const right = Math.min(source.width, (x + w) * scale);
      const bottom = Math.min(source.height, (y + h) * scale);
      if (right - left < 2 || bottom - top < 2) continue;
      found.push({ class: name, score, box: [left, top, right - left, bottom - top] });
    }
    return found;
  }
}
