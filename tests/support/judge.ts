import { expect } from 'vitest';
import type { Verdict } from './store-and-forward.ts';

/** Prints the verdict as one JSON line, then insists on it. */
export function judge(broker: string, verdict: Verdict): void {
  const honest = ['box-a', 'box-b'].map((box) => verdict.boxes[box]);
  const control = verdict.boxes['control'];
  const clean = { lost: 0, doubled: 0, holes: 0, unlinked: 0, picturesMissing: 0 };
  const isClean = (books: object | undefined) =>
    Object.entries({ ...clean, ...books }).every(([name, n]) => !(name in clean) || n === 0);
  const ok =
    verdict.left === 0 && verdict.died.length === 0 && (control?.lost ?? 0) > 0 && honest.every(isClean);
  process.stdout.write(`${JSON.stringify({ test: 'store-and-forward', broker, ok, ...verdict })}\n`);
  for (const books of honest) {
    expect(books?.promised).toBeGreaterThan(200);
    expect(books).toMatchObject(clean);
  }
  expect(verdict.left).toBe(0);
  expect(verdict.died).toEqual([]);
  // The control had the same broker, the same centre and the same kills.
  expect(control?.lost).toBeGreaterThan(0);
}
