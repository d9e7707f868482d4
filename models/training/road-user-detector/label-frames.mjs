// Labels clip frames by agreement of two teacher detectors, tiled (see README.md).
// usage: node label-frames.mjs FRAMES_DIR TEACHERS_DIR OUT.jsonl     (FRAMES_DIR/<clip>/NNNN.jpg)
// A box that both teachers see, or one sees clearly, becomes an object; a doubtful one an ignore region.
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ort from 'onnxruntime-node';
import sharp from 'sharp';

const [framesDir, teachersDir, outFile] = process.argv.slice(2);
if (!outFile) throw new Error('usage: node label-frames.mjs FRAMES_DIR TEACHERS_DIR OUT.jsonl');
const SIDE = 416;
const GRID = 3;
/** COCO number → our class. */
const CLASSES = { 0: 'person', 1: 'bicycle', 2: 'car', 3: 'motorbike', 5: 'bus', 7: 'truck' };
const options = { intraOpNumThreads: 1, executionMode: 'sequential' };
const yolox = await ort.InferenceSession.create(join(teachersDir, 'yolox_nano.onnx'), options);
const picodet = await ort.InferenceSession.create(join(teachersDir, 'picodet_s_416_coco.onnx'), options);

/** Overlapping tiles of 1.2/n of the picture, and the whole picture. */
function tiles(width, height) {
  const all = [{ x: 0, y: 0, w: width, h: height, inner: [false, false, false, false] }];
  const w = Math.round((width * 1.2) / GRID);
  const h = Math.round((height * 1.2) / GRID);
  for (let row = 0; row < GRID; row += 1) {
    for (let column = 0; column < GRID; column += 1) {
      const x = Math.round(((width - w) * column) / (GRID - 1));
      const y = Math.round(((height - h) * row) / (GRID - 1));
      all.push({ x, y, w, h, inner: [column > 0, row > 0, column < GRID - 1, row < GRID - 1] });
    }
  }
  return all;
}

async function crop(picture, tile, fit) {
  const scale = SIDE / Math.max(tile.w, tile.h);
  const size = fit === 'stretch' ? [SIDE, SIDE] : [Math.round(tile.w * scale), Math.round(tile.h * scale)];
  let image = sharp(picture.data, { raw: picture.info })
    .extract({ left: tile.x, top: tile.y, width: tile.w, height: tile.h })
    .resize(size[0], size[1], { fit: 'fill' });
  if (fit !== 'stretch') {
    image = image.extend({
      right: SIDE - size[0],
      bottom: SIDE - size[1],
      background: { r: 114, g: 114, b: 114 },
    });
  }
  return { pixels: await image.raw().toBuffer(), sx: tile.w / size[0], sy: tile.h / size[1] };
}

function planes(pixels, order, mean, deviation) {
  const area = SIDE * SIDE;
  const data = new Float32Array(3 * area);
  for (let i = 0; i < area; i += 1) {
    for (let c = 0; c < 3; c += 1) data[c * area + i] = (pixels[i * 3 + order[c]] - mean[c]) / deviation[c];
  }
  return new ort.Tensor('float32', data, [1, 3, SIDE, SIDE]);
}

async function runYolox(picture, tile) {
  const { pixels, sx, sy } = await crop(picture, tile, 'top-left');
  const result = await yolox.run({ images: planes(pixels, [2, 1, 0], [0, 0, 0], [1, 1, 1]) });
  const rows = Object.values(result)[0].data;
  const boxes = [];
  let row = 0;
  for (const stride of [8, 16, 32]) {
    const cells = SIDE / stride;
    for (let gy = 0; gy < cells; gy += 1) {
      for (let gx = 0; gx < cells; gx += 1, row += 1) {
        const at = row * 85;
        if (rows[at + 4] < 0.15) continue;
        const w = Math.exp(rows[at + 2]) * stride;
        const h = Math.exp(rows[at + 3]) * stride;
        const x = (rows[at] + gx) * stride - w / 2;
        const y = (rows[at + 1] + gy) * stride - h / 2;
        keepBest(boxes, rows, at + 5, rows[at + 4], [x * sx + tile.x, y * sy + tile.y, w * sx, h * sy]);
      }
    }
  }
  return inside(boxes, tile);
}

async function runPicodet(picture, tile) {
  const { pixels, sx, sy } = await crop(picture, tile, 'stretch');
  const input = planes(pixels, [0, 1, 2], [123.675, 116.28, 103.53], [58.395, 57.12, 57.375]);
  const outputs = Object.values(await picodet.run({ image: input }));
  const boxes = [];
  [8, 16, 32, 64].forEach((stride, level) => {
    const cells = Math.ceil(SIDE / stride);
    const scores = outputs[level].data;
    const sides = outputs[level + 4].data;
    for (let cell = 0; cell < cells * cells; cell += 1) {
      const distance = [0, 1, 2, 3].map((side) => {
        let sum = 0;
        let mean = 0;
        for (let bin = 0; bin < 8; bin += 1) {
          const e = Math.exp(sides[cell * 32 + side * 8 + bin]);
          sum += e;
          mean += e * bin;
        }
        return (mean / sum) * stride;
      });
      const cx = ((cell % cells) + 0.5) * stride - 0.5;
      const cy = (Math.floor(cell / cells) + 0.5) * stride - 0.5;
      const [l, t, r, b] = distance;
      const box = [(cx - l) * sx + tile.x, (cy - t) * sy + tile.y, (l + r) * sx, (t + b) * sy];
      keepBest(boxes, scores, cell * 80, 1, box);
    }
  });
  return inside(boxes, tile);
}

function keepBest(boxes, scores, at, factor, box) {
  let best = 0;
  let name;
  for (const [number, label] of Object.entries(CLASSES)) {
    const score = scores[at + Number(number)] * factor;
    if (score > best) [best, name] = [score, label];
  }
  if (best >= 0.2 && box[2] > 4 && box[3] > 4) boxes.push({ class: name, score: best, box });
}

/** Boxes cut by an inner tile edge belong to the neighbour. */
function inside(boxes, tile) {
  return boxes.filter(({ box: [x, y, w, h] }) => {
    const near = [x - tile.x < 4, y - tile.y < 4, tile.x + tile.w - x - w < 4, tile.y + tile.h - y - h < 4];
    return !near.some((touches, side) => touches && tile.inner[side]);
  });
}

const iou = (a, b) => {
  const w = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const h = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return w <= 0 || h <= 0 ? 0 : (w * h) / (a[2] * a[3] + b[2] * b[3] - w * h);
};
const group = (name) =>
  name === 'person' ? 'person' : name === 'motorbike' || name === 'bicycle' ? 'two-wheel' : 'vehicle';

function suppress(boxes) {
  const kept = [];
  for (const box of boxes.sort((a, b) => b.score - a.score)) {
    if (!kept.some((k) => group(k.class) === group(box.class) && iou(k.box, box.box) > 0.5)) kept.push(box);
  }
  return kept;
}

async function tiled(run, picture) {
  const boxes = [];
  for (const tile of tiles(picture.info.width, picture.info.height))
    boxes.push(...(await run(picture, tile)));
  return suppress(boxes);
}

function agree(first, second) {
  const objects = [];
  const ignore = [];
  const used = new Set();
  for (const a of first) {
    const b = second.find(
      (other) => !used.has(other) && group(other.class) === group(a.class) && iou(other.box, a.box) > 0.5,
    );
    if (b) {
      used.add(b);
      const box = a.box.map((value, i) => (value + b.box[i]) / 2);
      const sure = Math.max(a.score, b.score) >= 0.35;
      (sure ? objects : ignore).push({ class: a.score >= b.score ? a.class : b.class, box });
    } else (a.score >= 0.6 ? objects : ignore).push({ class: a.class, box: a.box });
  }
  for (const b of second)
    if (!used.has(b)) (b.score >= 0.65 ? objects : ignore).push({ class: b.class, box: b.box });
  return mountRiders({ objects, ignore });
}

/** A person on a motorbike or bicycle is part of it: one box around both. */
function mountRiders({ objects, ignore }) {
  const bikes = objects.filter((o) => group(o.class) === 'two-wheel');
  const rest = objects.filter((o) => {
    if (o.class !== 'person') return true;
    const bike = bikes.find(({ box: b }) => {
      const overlap = Math.min(o.box[0] + o.box[2], b[0] + b[2]) - Math.max(o.box[0], b[0]);
      const foot = o.box[1] + o.box[3];
      return overlap > 0.5 * Math.min(o.box[2], b[2]) && foot > b[1] && foot < b[1] + b[3] * 1.1;
    });
    if (!bike) return true;
    const [x, y] = [Math.min(o.box[0], bike.box[0]), Math.min(o.box[1], bike.box[1])];
    const right = Math.max(o.box[0] + o.box[2], bike.box[0] + bike.box[2]);
    const bottom = Math.max(o.box[1] + o.box[3], bike.box[1] + bike.box[3]);
    bike.box = [x, y, right - x, bottom - y];
    return false;
  });
  return { objects: rest, ignore };
}

writeFileSync(outFile, '');
for (const clip of readdirSync(framesDir).sort()) {
  for (const name of readdirSync(join(framesDir, clip)).sort()) {
    const file = join(framesDir, clip, name);
    const raw = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const picture = { data: raw.data, info: { width: raw.info.width, height: raw.info.height, channels: 3 } };
    const { objects, ignore } = agree(await tiled(runYolox, picture), await tiled(runPicodet, picture));
    const round = (list) => list.map((o) => ({ ...o, box: o.box.map((v) => Math.round(v * 10) / 10) }));
    const line = {
      file,
      source: clip,
      width: raw.info.width,
      height: raw.info.height,
      objects: round(objects),
      ignore: round(ignore),
    };
    appendFileSync(outFile, `${JSON.stringify(line)}\n`);
  }
  process.stderr.write(`${clip} done\n`);
}
