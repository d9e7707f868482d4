import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { Detector } from '../../edge-agent/src/detect/detector.ts';
import { readDetector } from '../../edge-agent/src/detect/read-detector.ts';
import { processorMultipliesBytes } from '../../edge-agent/src/models/integer-arithmetic.ts';
import { root } from '../support/programs.ts';

const size = { width: 640, height: 384 };
/** Around one motorbike of the rendered junction, as large as a detector sees it. */
const cell = { width: 28, height: 58 };
const [columns, rows] = [Math.floor(size.width / cell.width), Math.floor(size.height / cell.height)];

/** The same motorbike over and over, side by side, in the form that a detector takes. */
async function crowd(): Promise<Uint8Array> {
  const clip = join(root, 'tests/fixtures/rendered/demo.mp4');
  const filter = `crop=56:116:640:330,scale=${cell.width}:${cell.height}`;
  const how = ['-frames:v', '1', '-vf', filter, '-f', 'image2pipe', '-c:v', 'png', '-'];
  const input = execFileSync('ffmpeg', ['-v', 'error', '-ss', '23.8', '-i', clip, ...how]);
  const places = Array.from({ length: columns * rows }, (_, index) => ({
    ...{ input, left: (index % columns) * cell.width, top: Math.floor(index / columns) * cell.height },
  }));
  const ground = sharp({ create: { ...size, channels: 3, background: '#727272' } });
  return ground.composite(places).removeAlpha().raw().toBuffer();
}

test.for(['road-user-detector', 'road-user-detector-int8', 'road-user-detector-small'])(
  'everybody in a crowd is seen by %s',
  async (name, context) => {
    if (name.endsWith('int8') && !processorMultipliesBytes())
      context.skip('this processor does not multiply bytes');
    const detector = await Detector.load(readDetector(join(root, 'models/manifest.json'), name));
    const found = await detector.detect(await crowd(), size);
    await detector.close();
    expect(found.filter((one) => one.class === 'motorbike')).toHaveLength(columns * rows);
  },
);
