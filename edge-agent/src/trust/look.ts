import { filled, toGray, type Fitted, type Gray } from './gray.ts';

/** What one look at a camera's picture says of its health. */
export interface Look {
  gray: Gray;
  /** 0..255. */
  mean: number;
  /** Brightest percent begins here, 0..255. */
  bright: number;
  /** Part of the picture that is burnt out, 0..1. */
  burnt: number;
  /** Fine over coarse contrast, about 0.1 (blurred) to 0.6 (sharp); undefined where there is no contrast. */
  sharpness: number | undefined;
  /** Equal pictures have equal numbers. */
  fingerprint: number;
}

const FINE = 1;
const COARSE = 8;
/** Less contrast than this (grey levels) says nothing of sharpness. */
const MIN_CONTRAST = 3;

/** Measures one analysed frame: about a millisecond, so once a second is enough. */
export function lookAt(frame: Fitted): Look {
  const gray = toGray(frame);
  const sorted = Float32Array.from(gray.data).sort();
  const { length } = sorted;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / length;
  const burnt = sorted.reduce((count, value) => count + (value > 250 ? 1 : 0), 0) / length;
  return { gray, mean, burnt, bright: sorted[Math.floor(length * 0.99)] ?? 0, ...rows(frame) };
}

/** Every fourth row at full resolution: fine and coarse contrast, and a checksum (FNV-1a). */
function rows(frame: Fitted): Pick<Look, 'sharpness' | 'fingerprint'> {
  const { width, height } = filled(frame);
  let [fine, coarse, count, fingerprint] = [0, 0, 0, 0x811c9dc5];
  for (let y = 0; y < height; y += 4) {
    const row = y * frame.width * 3 + 1;
    for (let x = 0; x + COARSE < width; x += 2) {
      const here = frame.pixels[row + x * 3] ?? 0;
      fine += Math.abs((frame.pixels[row + (x + FINE) * 3] ?? 0) - here);
      coarse += Math.abs((frame.pixels[row + (x + COARSE) * 3] ?? 0) - here);
      fingerprint = Math.imul(fingerprint ^ here, 0x01000193);
      count += 1;
    }
  }
  const enough = coarse / Math.max(1, count) >= MIN_CONTRAST;
  return { sharpness: enough ? fine / coarse : undefined, fingerprint: fingerprint >>> 0 };
}
