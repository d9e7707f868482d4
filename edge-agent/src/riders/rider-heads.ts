import sharp from 'sharp';
import { AgentError } from '../base/errors.ts';
import type { RgbPicture } from '../base/rgb-picture.ts';
import { loadNetwork } from '../models/load-network.ts';
import { modelLabel, type ModelFile } from '../models/model-file.ts';
import type { Network } from '../models/network.ts';
import type { RiderEntry } from './rider-entry.ts';

/** Columns of one row: x and y of a head's middle in pixels of the net's input, score, helmet. */
const COLUMNS = 4;

/** The head of a rider of the motorbike in the picture. */
export interface Head {
  /** Its middle, in pixels of the picture. */
  x: number;
  y: number;
  /** Probability that it is one. */
  score: number;
  /** Probability that it wears a helmet, as the net says. */
  helmet: number;
}

/** Finds the heads of those who ride one motorbike, and says which wear helmets. */
export class RiderHeads {
  readonly label: string;
  readonly entry: RiderEntry;
  readonly #network: Network;

  private constructor(model: ModelFile<RiderEntry>, network: Network) {
    this.entry = model.entry;
    this.label = modelLabel(model);
    this.#network = network;
  }

  /** Throws MODEL_UNUSABLE when the file is no such net. */
  static load(model: ModelFile<RiderEntry>): Promise<RiderHeads> {
    return loadNetwork(model, 'a net that finds riders’ heads', async (network) => {
      const heads = new RiderHeads(model, network);
      await heads.find({ data: new Uint8Array(64 * 64 * 3), width: 64, height: 64 });
      return heads;
    });
  }

  /** @param picture the part of a motorbike that `around` says; heads come best first */
  async find(picture: RgbPicture): Promise<Head[]> {
    const { name, width, height } = this.entry.input;
    const scale = Math.min(width / picture.width, height / picture.height);
    const input = await letterbox(picture, scale, this.entry.input);
    const outputs = await this.#network.run(name, input, [1, height, width, 3]);
    const output = outputs[this.entry.output.name];
    if (output?.dims.at(-1) !== COLUMNS || !(output.data instanceof Float32Array)) {
      const message = `output "${this.entry.output.name}" is not N x ${String(COLUMNS)} floats`;
      throw new AgentError('MODEL_UNUSABLE', message);
    }
    const found = headsOf(output.data, this.entry.scoreThreshold, scale);
    // In the grey beside the picture there is nobody.
    return found.filter(({ x, y }) => x >= 0 && y >= 0 && x <= picture.width && y <= picture.height);
  }

  /** Ends its threads; what was still asked is rejected. */
  close(): Promise<void> {
    return this.#network.close();
  }
}

/** Rows come sorted by score. What a broken model gives (NaN, no probability) is no head. */
export function headsOf(rows: Float32Array, threshold: number, scale: number): Head[] {
  const heads: Head[] = [];
  for (let at = 0; at + COLUMNS <= rows.length; at += COLUMNS) {
    const [x = NaN, y = NaN, score = NaN, helmet = NaN] = rows.subarray(at, at + COLUMNS);
    if (!(score >= threshold)) break;
    if (!(score <= 1 && helmet >= 0 && helmet <= 1 && Number.isFinite(x) && Number.isFinite(y))) continue;
    heads.push({ x: x / scale, y: y / scale, score, helmet });
  }
  return heads;
}

/** The picture at `scale` in the upper left corner of the net's input. */
async function letterbox(
  picture: RgbPicture,
  scale: number,
  { width, height, pad }: RiderEntry['input'],
): Promise<Uint8Array> {
  const w = Math.min(width, Math.max(1, Math.round(picture.width * scale)));
  const h = Math.min(height, Math.max(1, Math.round(picture.height * scale)));
  const raw = { width: picture.width, height: picture.height, channels: 3 } as const;
  return sharp(picture.data, { raw })
    .resize(w, h, { fit: 'fill', kernel: 'linear' })
    .extend({ right: width - w, bottom: height - h, background: { r: pad, g: pad, b: pad } })
    .raw()
    .toBuffer();
}
