import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { createWorker, PSM } from 'tesseract.js';
import { forbidTelemetry } from '../../edge-agent/src/models/no-telemetry.ts';
import { decodeLook } from '../../edge-agent/src/plates/lattice.ts';
import { quadBox, type Quad } from '../../edge-agent/src/plates/quad.ts';
import type { PlateReader } from '../../edge-agent/src/plates/reader.ts';
import type { RgbPicture } from '../../edge-agent/src/base/rgb-picture.ts';
import { rectify } from '../../edge-agent/src/plates/rectify.ts';

/** Something that reads a plate whose corners are known; gives its text without separators. */
export interface RivalReader {
  name: string;
  read: (picture: RgbPicture, corners: Quad) => Promise<string>;
  close: () => Promise<void>;
}

export function ours(reader: PlateReader): RivalReader {
  return {
    name: 'VamCo',
    read: async (picture, corners) => {
      const [look] = await reader.read(picture, [corners]);
      return (look && decodeLook(look)?.best.canonical) ?? '';
    },
    close: () => Promise.resolve(),
  };
}

/** fast-plate-ocr cct_xs: 64 x 128 RGB, nine slots of 0-9 A-Z and blank. */
export async function teacher(file: string): Promise<RivalReader> {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_';
  forbidTelemetry();
  const session = await InferenceSession.create(file, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  return {
    name: 'fast-plate-ocr cct_xs',
    read: async (picture, corners) => {
      const pixels = await crop(picture, corners).resize(128, 64, { fit: 'fill' }).raw().toBuffer();
      const output = await session.run({ input: new Tensor('uint8', pixels, [1, 64, 128, 3]) });
      const data = output['Identity:0']?.data as Float32Array;
      let text = '';
      for (let at = 0; at < data.length; at += alphabet.length) {
        const row = data.subarray(at, at + alphabet.length);
        text += alphabet[row.indexOf(Math.max(...row))] ?? '';
      }
      return text.replaceAll('_', '');
    },
    close: () => session.release(),
  };
}

/** tesseract.js on the flattened plate, three times as large, a block of text in capitals and digits. */
export async function tesseract(): Promise<RivalReader> {
  const language = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'));
  const worker = await createWorker('eng', 1, {
    langPath: join(language, '4.0.0_best_int'),
    cacheMethod: 'none',
  });
  await worker.setParameters({
    tessedit_char_whitelist: 'ABCDEFGHKLMNPRSTUVXYZ0123456789-.',
    tessedit_pageseg_mode: PSM.SINGLE_BLOCK,
  });
  return {
    name: 'tesseract.js 7',
    read: async (picture, corners) => {
      const flat = rectify(picture, corners, 192, 64, 0.02);
      const image = sharp(flat, { raw: { width: 192, height: 64, channels: 3 } }).resize(576, 288, {
        fit: 'fill',
      });
      const { data } = await worker.recognize(await image.greyscale().normalise().png().toBuffer());
      return data.text.replaceAll(/[^A-Z0-9]/gu, '');
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

function crop(picture: RgbPicture, corners: Quad) {
  const [x, y, w, h] = quadBox(corners);
  const left = Math.min(Math.max(0, Math.round(x)), picture.width - 2);
  const top = Math.min(Math.max(0, Math.round(y)), picture.height - 2);
  const width = Math.max(1, Math.min(picture.width - left, Math.round(w)));
  const height = Math.max(1, Math.min(picture.height - top, Math.round(h)));
  const raw = { width: picture.width, height: picture.height, channels: 3 } as const;
  return sharp(picture.data, { raw }).extract({ left, top, width, height });
}
