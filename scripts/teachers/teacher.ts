import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { familyOf, type ObjectClass } from '@vamco/contracts';
import { iou, type PixelBox } from '../../edge-agent/src/base/box.ts';
import { forbidTelemetry } from '../../edge-agent/src/models/no-telemetry.ts';
import {
  cropTile,
  isCut,
  tilesOf,
  toPicture,
  type Crop,
  type Fit,
  type Picture,
  type Tile,
} from './tiles.ts';

/** What a teacher says about one object. */
export interface TeacherBox {
  class: ObjectClass;
  score: number;
  box: PixelBox;
}

/** The road users among the 80 classes of COCO. */
const COCO: readonly [number, ObjectClass][] = [
  [0, 'person'],
  [1, 'bicycle'],
  [2, 'car'],
  [3, 'motorbike'],
  [5, 'bus'],
  [7, 'truck'],
];
export const SIDE = 416;
const AREA = SIDE * SIDE;
const LOWEST_SCORE = 0.2;
const SMALLEST_PX = 4;

/** How a network of others wants its picture and what its answer means; all are fed squares of {@link SIDE}. */
export interface TeacherKind {
  name: string;
  file: string;
  fit: Fit;
  /** Order of the planes, as indices into RGB. */
  planes: readonly [number, number, number];
  mean: readonly [number, number, number];
  deviation: readonly [number, number, number];
  /** Grey of the padding, 0..255. */
  pad: number;
  /** Raw answer → calls of `found` with a box in pixels of the square and the index of its first class score. */
  decode(
    outputs: Float32Array[],
    found: (box: PixelBox, scores: Float32Array, at: number, factor: number) => void,
  ): void;
}

export class Teacher {
  readonly name: string;
  readonly #kind: TeacherKind;
  readonly #session: InferenceSession;

  private constructor(kind: TeacherKind, session: InferenceSession) {
    this.name = kind.name;
    this.#kind = kind;
    this.#session = session;
  }

  static async load(folder: string, kind: TeacherKind): Promise<Teacher> {
    forbidTelemetry();
    const session = await InferenceSession.create(join(folder, kind.file), {
      intraOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 3,
    });
    return new Teacher(kind, session);
  }

  /** Boxes of the whole picture and of `grid` x `grid` tiles, suppressed to one an object; best first. */
  async look(picture: Picture, grid: number): Promise<TeacherBox[]> {
    const all: TeacherBox[] = [];
    for (const tile of tilesOf(picture, grid)) all.push(...(await this.#pass(picture, tile)));
    return suppressFamily(all);
  }

  async #pass(picture: Picture, tile: Tile): Promise<TeacherBox[]> {
    const crop = await cropTile(picture, tile, SIDE, this.#kind.fit, this.#kind.pad);
    const input = new Tensor('float32', this.#input(crop), [1, 3, SIDE, SIDE]);
    const name = this.#session.inputNames[0] ?? '';
    const answer = await this.#session.run({ [name]: input });
    const outputs = this.#session.outputNames.map((output) => answer[output]?.data as Float32Array);
    const found: TeacherBox[] = [];
    this.#kind.decode(outputs, (box, scores, at, factor) => {
      let best: TeacherBox | undefined;
      for (const [number, label] of COCO) {
        const score = (scores[at + number] ?? 0) * factor;
        if (score >= (best?.score ?? LOWEST_SCORE)) best = { class: label, score, box };
      }
      if (!best) return;
      const placed = toPicture(crop, tile, box);
      if (placed[2] > SMALLEST_PX && placed[3] > SMALLEST_PX && !isCut(tile, placed)) {
        found.push({ ...best, box: placed });
      }
    });
    return found;
  }

  #input({ pixels }: Crop): Float32Array {
    const { planes, mean, deviation } = this.#kind;
    const data = new Float32Array(3 * AREA);
    planes.forEach((channel, plane) => {
      const [m, d] = [mean[plane] ?? 0, deviation[plane] ?? 1];
      for (let i = 0; i < AREA; i += 1) data[plane * AREA + i] = ((pixels[i * 3 + channel] ?? 0) - m) / d;
    });
    return data;
  }
}

function suppressFamily(boxes: TeacherBox[]): TeacherBox[] {
  const kept: TeacherBox[] = [];
  for (const box of boxes.sort((a, b) => b.score - a.score)) {
    if (!kept.some((k) => familyOf(k.class) === familyOf(box.class) && iou(k.box, box.box) > 0.5))
      kept.push(box);
  }
  return kept;
}
