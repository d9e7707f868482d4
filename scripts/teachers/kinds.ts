import type { PixelBox } from '../../edge-agent/src/base/box.ts';
import { SIDE, Teacher, type TeacherKind } from './teacher.ts';

const NONE = { mean: [0, 0, 0], deviation: [1, 1, 1] } as const;
const CLASSES = 80;
const BINS = 8;

/** Megvii YOLOX-nano: rows of x, y, w, h, objectness and 80 classes over strides 8, 16, 32. */
const yolox: TeacherKind = {
  name: 'YOLOX-nano',
  file: 'yolox_nano.onnx',
  fit: 'top-left',
  planes: [2, 1, 0],
  ...NONE,
  pad: 114,
  decode([rows = new Float32Array()], found) {
    let at = 0;
    for (const stride of [8, 16, 32]) {
      const cells = SIDE / stride;
      for (let cell = 0; cell < cells * cells; cell += 1, at += CLASSES + 5) {
        const [x = 0, y = 0, w = 0, h = 0, object = 0] = rows.subarray(at, at + 5);
        if (object < 0.15) continue;
        const centre = [(x + (cell % cells)) * stride, (y + Math.floor(cell / cells)) * stride] as const;
        found([...centre, Math.exp(w) * stride, Math.exp(h) * stride], rows, at + 5, object);
      }
    }
  },
};

/** Distances to the four sides as distributions over 8 bins (Li et al., Generalized Focal Loss, 2020). */
function decodeDistributions(strides: number[]): TeacherKind['decode'] {
  return (outputs, found) => {
    strides.forEach((stride, level) => {
      const cells = Math.ceil(SIDE / stride);
      const scores = outputs[level] ?? new Float32Array();
      const sides = outputs[level + strides.length] ?? new Float32Array();
      for (let cell = 0; cell < cells * cells; cell += 1) {
        const [l = 0, t = 0, r = 0, b = 0] = [0, 1, 2, 3].map(
          (side) => expectedBin(sides, cell * 4 * BINS + side * BINS) * stride,
        );
        const cx = (cell % cells) * stride + (stride - 1) / 2;
        const cy = Math.floor(cell / cells) * stride + (stride - 1) / 2;
        const box: PixelBox = [cx + (r - l) / 2, cy + (b - t) / 2, l + r, t + b];
        found(box, scores, cell * CLASSES, 1);
      }
    });
  };
}

function expectedBin(values: Float32Array, at: number): number {
  let sum = 0;
  let mean = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    const e = Math.exp(values[at + bin] ?? 0);
    sum += e;
    mean += e * bin;
  }
  return mean / sum;
}

const nanodet: TeacherKind = {
  name: 'NanoDet-m',
  file: 'nanodet_m_416.onnx',
  fit: 'centre',
  planes: [2, 1, 0],
  mean: [103.53, 116.28, 123.675],
  deviation: [57.375, 57.12, 58.395],
  pad: 0,
  decode: decodeDistributions([8, 16, 32]),
};

const picodet: TeacherKind = {
  name: 'PicoDet-s',
  file: 'picodet_s_416_coco.onnx',
  fit: 'stretch',
  planes: [0, 1, 2],
  mean: [123.675, 116.28, 103.53],
  deviation: [58.395, 57.12, 57.375],
  pad: 0,
  decode: decodeDistributions([8, 16, 32, 64]),
};

/** The three teachers: detectors of others, to label with and to compare against, never shipped. */
export function loadTeachers(folder: string): Promise<Teacher[]> {
  return Promise.all([yolox, nanodet, picodet].map((kind) => Teacher.load(folder, kind)));
}
