import { expect } from 'vitest';
import { CAMERA_BOX } from './camera-box.ts';
import type { Verdict } from './store-and-forward.ts';

/** Prints the verdict as one JSON line, then insists on it. */
export function judge(broker: string, verdict: Verdict): void {
  const honest = ['box-a', 'box-b'].map((box) => verdict.boxes[box]);
  const real = verdict.boxes[CAMERA_BOX];
  const control = verdict.boxes['control'];
  const clean = { lost: 0, doubled: 0, holes: 0, unlinked: 0, picturesMissing: 0 };
  const isClean = (books: object | undefined) =>
    Object.entries({ ...clean, ...books }).every(([name, n]) => !(name in clean) || n === 0);
  const ok =
    verdict.left === 0 &&
    verdict.died.length === 0 &&
    (control?.lost ?? 0) > 0 &&
    [...honest, real].every(isClean);
  process.stdout.write(`${JSON.stringify({ test: 'store-and-forward', broker, ok, ...verdict })}\n`);
  for (const books of honest) {
    expect(books?.promised).toBeGreaterThan(200);
    expect(books).toMatchObject(clean);
  }
  // The real agent is slower: a stream, a detector, and a start after each kill.
  expect(real).toMatchObject(clean);
  expect(real?.pictures).toBeGreaterThan(0);
  expect(verdict.seen['passage.recorded.v1']).toBeGreaterThan(10);
  expect(verdict.seen['violation.detected.v1']).toBeGreaterThan(0);
  expect(verdict.left).toBe(0);
  expect(verdict.died).toEqual([]);
  // The control had the same broker, the same centre and the same kills.
  expect(control?.lost).toBeGreaterThan(0);
}
