// Proposes plates that nobody labelled: the released finder looks at each picture six times (three sizes, mirrored or
// not) and what several looks agree on is written down with its corners (see README.md, repair.py).
// usage: node propose-plates.mjs DATA_DIR FINDER.onnx OUT.jsonl
// A line: {file, found: [{score, views, corners}]}; score = mean over the six looks (a look without it counts 0).
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ort from 'onnxruntime-node';
import sharp from 'sharp';

const [dataDir, finderFile, outFile] = process.argv.slice(2);
if (!outFile) throw new Error('usage: node propose-plates.mjs DATA_DIR FINDER.onnx OUT.jsonl');
/** Areas of the looks in pixels; car parks show one plate each and are left out. */
const AREAS = [170_000, 340_000, 680_000];
const LEAST = 0.15;
process.env.ORT_DISABLE_TELEMETRY = '1';
const finder = await ort.InferenceSession.create(finderFile, { intraOpNumThreads: 1 });

/** One look: quads in pixels of the picture, best first, each plate once. */
async function look(file, width, height, area, mirrored) {
  const scale = Math.sqrt(area / (width * height));
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  const [right, bottom] = [Math.ceil(w / 32) * 32 - w, Math.ceil(h / 32) * 32 - h];
  const background = { r: 114, g: 114, b: 114 };
  const data = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .flop(mirrored)
    .resize(w, h, { fit: 'fill' })
    .extend({ right, bottom, background })
    .raw()
    .toBuffer();
  const { plates } = await finder.run({
    image: new ort.Tensor('uint8', data, [1, h + bottom, w + right, 3]),
  });
  const kept = [];
  for (let at = 0; at < plates.data.length && plates.data[at] >= LEAST; at += 10) {
    const row = plates.data.subarray(at, at + 10);
    let quad = [2, 4, 6, 8].map((i) => [row[i] / scale, row[i + 1] / scale]);
    if (mirrored) quad = [1, 0, 3, 2].map((i) => [width - quad[i][0], quad[i][1]]);
    if (kept.every((other) => iou(other.quad, quad) < 0.4)) kept.push({ score: row[0], quad });
  }
  return kept;
}

function iou(a, b) {
  const [p, q] = [box(a), box(b)];
  const w = Math.min(p[2], q[2]) - Math.max(p[0], q[0]);
  const h = Math.min(p[3], q[3]) - Math.max(p[1], q[1]);
  if (w <= 0 || h <= 0) return 0;
  const size = ([x0, y0, x1, y1]) => (x1 - x0) * (y1 - y0);
  return (w * h) / (size(p) + size(q) - w * h);
}

function box(quad) {
  const [x, y] = [quad.map((p) => p[0]), quad.map((p) => p[1])];
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
}

/** Looks that mean the same plate together; corners are the mean weighed by score. */
function together(looks) {
  const plates = [];
  for (const { score, quad } of looks.flat().sort((a, b) => b.score - a.score)) {
    const same = plates.find((plate) => iou(plate.quads[0], quad) > 0.35);
    if (same) {
      same.quads.push(quad);
      same.scores.push(score);
    } else plates.push({ quads: [quad], scores: [score] });
  }
  return plates.map(({ quads, scores }) => {
    const sum = scores.reduce((a, b) => a + b, 0);
    const mean = (i, k) => quads.reduce((total, quad, n) => total + quad[i][k] * scores[n], 0) / sum;
    const round = (value) => Math.round(value * 10) / 10;
    const corners = [0, 1, 2, 3].map((i) => [round(mean(i, 0)), round(mean(i, 1))]);
    return { score: Math.round((1000 * sum) / looks.length) / 1000, views: scores.length, corners };
  });
}

const lines = readFileSync(join(dataDir, 'plates/labels.jsonl'), 'utf8').trim().split('\n');
let done = 0;
writeFileSync(outFile, '');
for (const { file, camera, source, width, height } of lines.map((line) => JSON.parse(line))) {
  if (camera.startsWith('car-park') || source === 'eg-motorbikes') continue; // mend.py asks for none of these
  const looks = [];
  for (const area of AREAS)
    for (const mirrored of [false, true])
      looks.push(await look(join(dataDir, file), width, height, area, mirrored));
  appendFileSync(outFile, `${JSON.stringify({ file, found: together(looks) })}\n`);
  done += 1;
  if (done % 200 === 0) console.log(`${done} pictures`);
}
