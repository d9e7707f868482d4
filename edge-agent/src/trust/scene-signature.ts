import type { Gray } from './gray.ts';

/**
 * Where a scene has edges and how they run, without their strength and polarity: two numbers a cell. The double
 * angle makes light-on-dark and dark-on-light the same, which is what differs between day and night.
 */
export type Signature = Float32Array;

const RADIUS = 3;
const QUIET = 2;

/** The signature of one picture. */
export function signatureOf({ width, height, data }: Gray): Signature {
  const [dx, dy, strength] = [0, 0, 0].map(() => new Float32Array(width * height)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      dx[at] = (data[at + 1] ?? 0) - (data[at - 1] ?? 0);
      dy[at] = (data[at + width] ?? 0) - (data[at - width] ?? 0);
      strength[at] = Math.hypot(dx[at] ?? 0, dy[at] ?? 0);
    }
  const around = boxMean(strength, width, height);
  const signature = new Float32Array(width * height * 2);
  for (let at = 0; at < width * height; at += 1) {
    const size = strength[at] ?? 0;
    if (size === 0) continue;
    // Against what is around it: a lamp at night does not outweigh the kerbs.
    const weight = Math.min(3, size / ((around[at] ?? 0) + QUIET)) / (size * size);
    const [x, y] = [dx[at] ?? 0, dy[at] ?? 0];
    signature[at * 2] = (x * x - y * y) * weight;
    signature[at * 2 + 1] = 2 * x * y * weight;
  }
  return signature;
}

/** Mean over a square around each cell, by running sums. */
function boxMean(values: Float32Array, width: number, height: number): Float32Array {
  const line = (from: Float32Array, length: number, step: number, count: number, next: number) => {
    const to = new Float32Array(from.length);
    for (let n = 0; n < count; n += 1) {
      let sum = 0;
      for (let i = -RADIUS; i < length + RADIUS; i += 1) {
        if (i + RADIUS < length && i + RADIUS >= 0) sum += from[n * next + (i + RADIUS) * step] ?? 0;
        if (i - RADIUS - 1 >= 0) sum -= from[n * next + (i - RADIUS - 1) * step] ?? 0;
        if (i >= 0 && i < length) to[n * next + i * step] = sum / (2 * RADIUS + 1);
      }
    }
    return to;
  };
  return line(line(values, width, 1, height, width), height, width, width, 1);
}

/** Moves `mean` towards a newer signature by `share` (0..1): what passes by fades out of it. */
export function blend(mean: Signature, newer: Signature, share: number): void {
  for (let at = 0; at < mean.length; at += 1)
    mean[at] = (mean[at] ?? 0) + share * ((newer[at] ?? 0) - (mean[at] ?? 0));
}

/**
 * How well two signatures agree when `b` is moved by whole cells, -1..1 (normalised correlation over what overlaps).
 */
export function agreement(
  a: Signature,
  b: Signature,
  size: { width: number; height: number },
  shift: { x: number; y: number } = { x: 0, y: 0 },
): number {
  const { width, height } = size;
  let [both, ownA, ownB] = [0, 0, 0];
  for (let y = Math.max(0, -shift.y); y < Math.min(height, height - shift.y); y += 1)
    for (let x = Math.max(0, -shift.x); x < Math.min(width, width - shift.x); x += 1) {
      const at = (y * width + x) * 2;
      const other = ((y + shift.y) * width + x + shift.x) * 2;
      const [a0, a1] = [a[at] ?? 0, a[at + 1] ?? 0];
      const [b0, b1] = [b[other] ?? 0, b[other + 1] ?? 0];
      both += a0 * b0 + a1 * b1;
      ownA += a0 * a0 + a1 * a1;
      ownB += b0 * b0 + b1 * b1;
    }
  return ownA > 0 && ownB > 0 ? both / Math.sqrt(ownA * ownB) : 0;
}

/** The move (cells) under which they agree best, and how well. */
export function bestShift(
  a: Signature,
  b: Signature,
  size: { width: number; height: number },
): { x: number; y: number; agreement: number } {
  let best = { x: 0, y: 0, agreement: agreement(a, b, size) };
  const look = (x: number, y: number) => {
    const found = agreement(a, b, size, { x, y });
    if (found > best.agreement) best = { x, y, agreement: found };
  };
  // Every second cell first, then around the best of them.
  for (let y = -6; y <= 6; y += 2) for (let x = -10; x <= 10; x += 2) look(x, y);
  const { x: nearX, y: nearY } = best;
  for (let y = nearY - 1; y <= nearY + 1; y += 1) for (let x = nearX - 1; x <= nearX + 1; x += 1) look(x, y);
  return best;
}
