import sharp from 'sharp';
import { AgentError } from '../base/errors.ts';
import { loadNetwork } from '../models/load-network.ts';
import { modelLabel, type ModelFile } from '../models/model-file.ts';
import type { Network } from '../models/network.ts';
import { distinctPlates } from './distinct-plates.ts';
import type { FoundPlate } from './look.ts';
import type { FinderEntry } from './plate-models.ts';
import { mapQuad, quadSize, type Quad } from './quad.ts';
import type { RgbPicture } from '../base/rgb-picture.ts';

/** Columns of one candidate: score, two-line, then x and y of four corners in pixels of the net's input. */
const COLUMNS = 10;
/** Smaller plates hold no readable sign. */
const MIN_WIDTH = 8;

/** Finds number plates with their four corners in pictures of any size. */
export class PlateFinder {
  readonly name: string;
  readonly label: string;
  readonly entry: FinderEntry;
  readonly #network: Network;

  private constructor(model: ModelFile<FinderEntry>, network: Network) {
    this.entry = model.entry;
    this.#network = network;
    this.name = model.name;
    this.label = modelLabel(model);
  }

  /** Throws MODEL_UNUSABLE when the file is no plate finder. */
  static load(model: ModelFile<FinderEntry>): Promise<PlateFinder> {
    return loadNetwork(model, 'a plate finder', async (network) => {
      const finder = new PlateFinder(model, network);
      await finder.find({ data: new Uint8Array(64 * 64 * 3), width: 64, height: 64 });
      return finder;
    });
  }

  /** Plates of a picture, best first, corners in its pixels; one plate is named once. */
  async find(picture: RgbPicture): Promise<FoundPlate[]> {
    const { name, step, maxPixels, pad } = this.entry.input;
    const scale = Math.min(1, Math.sqrt(maxPixels / (picture.width * picture.height)));
    const input = await shrink(picture, scale, step, pad);
    const outputs = await this.#network.run(name, input.data, [1, input.height, input.width, 3]);
    const output = outputs[this.entry.output.name];
    if (output?.dims.at(-1) !== COLUMNS || !(output.data instanceof Float32Array)) {
      const message = `output "${this.entry.output.name}" is not N x ${String(COLUMNS)} floats`;
      throw new AgentError('MODEL_UNUSABLE', message);
    }
    return distinctPlates(candidates(output.data, this.entry.scoreThreshold, scale));
  }

  /** Ends its threads; what was still asked is rejected. */
  close(): Promise<void> {
    return this.#network.close();
  }
}

/** Candidates come sorted by score. A NaN from a broken model is refused like a low score. */
function candidates(rows: Float32Array, threshold: number, scale: number): FoundPlate[] {
  const found: FoundPlate[] = [];
  for (let at = 0; at + COLUMNS <= rows.length; at += COLUMNS) {
    const [score = 0, twoLine = 0, ...points] = rows.subarray(at, at + COLUMNS);
    if (!(score >= threshold)) break;
    const quad = [0, 2, 4, 6].map((i) => [points[i], points[i + 1]]) as unknown as Quad;
    const corners = mapQuad(quad, [0, 0], 1 / scale);
    if (quadSize(corners).width >= MIN_WIDTH) found.push({ score, twoLine, corners });
  }
  return found;
}

/** The picture at `scale`, in the upper left corner of a canvas whose sides are multiples of `step`. */
async function shrink(picture: RgbPicture, scale: number, step: number, pad: number): Promise<RgbPicture> {
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  // A thin crop gets room around it: the net has seen plates in surroundings.
  const canvas = { width: upTo(width, step, 5), height: upTo(height, step, 4) };
  if (canvas.width === picture.width && canvas.height === picture.height) return picture;
  const raw = { width: picture.width, height: picture.height, channels: 3 } as const;
  const image = sharp(picture.data, { raw });
  if (scale < 1) image.resize(width, height, { fit: 'fill', kernel: 'linear' });
  const background = { r: pad, g: pad, b: pad };
  const data = await image
    .extend({ right: canvas.width - width, bottom: canvas.height - height, background })
    .raw()
    .toBuffer();
  return { ...canvas, data };
}

const upTo = (size: number, step: number, least: number) => Math.max(least, Math.ceil(size / step)) * step;
