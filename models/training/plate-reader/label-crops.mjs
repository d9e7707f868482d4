// Proposes a text for each plate that has four corners, by the teacher reader (see README.md).
// usage: node label-crops.mjs DATA_DIR TEACHERS_DIR OUT.jsonl
// A line: {file, index, text, confidence}; confidence = the lowest probability of a slot that holds a sign.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ort from 'onnxruntime-node';
import sharp from 'sharp';

const [dataDir, teachersDir, outFile] = process.argv.slice(2);
if (!outFile) throw new Error('usage: node label-crops.mjs DATA_DIR TEACHERS_DIR OUT.jsonl');
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_';
process.env.ORT_DISABLE_TELEMETRY = '1';
const teacher = await ort.InferenceSession.create(join(teachersDir, 'fast_plate_ocr_cct_xs_v1_global.onnx'), {
  intraOpNumThreads: 1,
});

function decode(probabilities, slots) {
  let text = '';
  let confidence = 1;
  for (let slot = 0; slot < slots; slot += 1) {
    const row = probabilities.subarray(slot * ALPHABET.length, (slot + 1) * ALPHABET.length);
    const best = row.indexOf(Math.max(...row));
    if (ALPHABET[best] === '_') continue;
    text += ALPHABET[best];
    confidence = Math.min(confidence, row[best]);
  }
  return { text, confidence };
}

const lines = readFileSync(join(dataDir, 'plates/labels.jsonl'), 'utf8').trim().split('\n');
const out = [];
for (const { file, plates, width, height } of lines.map((line) => JSON.parse(line))) {
  for (const [index, { box, corners }] of plates.entries()) {
    if (!corners) continue;
    const left = Math.max(0, Math.round(box[0]));
    const top = Math.max(0, Math.round(box[1]));
    const area = {
      left,
      top,
      width: Math.min(width - left, Math.round(box[2])),
      height: Math.min(height - top, Math.round(box[3])),
    };
    if (area.width < 8 || area.height < 6) continue;
    const pixels = await sharp(join(dataDir, file))
      .extract(area)
      .resize(128, 64, { fit: 'fill' })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    const { 'Identity:0': answer } = await teacher.run({
      input: new ort.Tensor('uint8', pixels, [1, 64, 128, 3]),
    });
    const { text, confidence } = decode(answer.data, answer.dims[1]);
    out.push(JSON.stringify({ file, index, text, confidence: Math.round(confidence * 1000) / 1000 }));
  }
}
writeFileSync(outFile, `${out.join('\n')}\n`);
console.log(`${out.length} plates read`);
