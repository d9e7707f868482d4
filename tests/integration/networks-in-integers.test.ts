import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { iou } from '../../edge-agent/src/base/box.ts';
import { readRgb } from '../../edge-agent/src/decode/picture.ts';
import { Detector } from '../../edge-agent/src/detect/detector.ts';
import { readDetector } from '../../edge-agent/src/detect/read-detector.ts';
import { processorMultipliesBytes } from '../../edge-agent/src/models/integer-arithmetic.ts';
import { PlateVision } from '../../edge-agent/src/plates/plate-vision.ts';
import { root } from '../support/programs.ts';

const [width, height] = [640, 384];
const source = { width: 1280, height: 720 };

/** Pictures of the rendered junction, one in eight seconds, as a detector takes them. */
function pictures(): Uint8Array[] {
  const filter = 'fps=1/8,scale=640:360,pad=640:384:0:0:color=0x727272';
  const input = ['-i', join(root, 'tests/fixtures/rendered/demo.mp4'), '-vf', filter];
  const output = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
  const bytes = execFileSync('ffmpeg', ['-v', 'error', ...input, ...output], { maxBuffer: 1e9 });
  const size = width * height * 3;
  return Array.from({ length: bytes.length / size }, (_, index) =>
    bytes.subarray(index * size).subarray(0, size),
  );
}

const manifest = join(root, 'models/manifest.json');

describe.skipIf(!processorMultipliesBytes())('in integers (skipped where the processor cannot)', () => {
  test('the same road users are seen as in floats', async () => {
    const floats = await Detector.load(readDetector(manifest, 'road-user-detector'));
    const integers = await Detector.load(readDetector(manifest, 'road-user-detector-int8'));
    let [sure, same] = [0, 0];
    for (const picture of pictures()) {
      const found = await integers.detect(picture, source);
      for (const one of await floats.detect(picture, source)) {
        if (one.score < 0.6) continue;
        sure += 1;
        if (found.some((other) => other.class === one.class && iou(other.box, one.box) > 0.8)) same += 1;
      }
    }
    expect(sure).toBeGreaterThan(30);
    expect(same / sure).toBeGreaterThan(0.95);
  });

  test('the same plates are read as in floats', async () => {
    const floats = await PlateVision.load(manifest, 'plate-finder');
    const integers = await PlateVision.load(manifest, 'plate-finder-int8');
    for (const name of ['0001', '0002', '0048', '0104']) {
      const { picture } = await readRgb(join(root, `tests/fixtures/plates/${name}.jpg`));
      const texts = async (vision: PlateVision) => (await vision.see(picture)).map(({ text }) => text);
      const expected = await texts(floats);
      expect(expected.length, name).toBeGreaterThan(0);
      expect(await texts(integers), name).toEqual(expected);
    }
  });
});
