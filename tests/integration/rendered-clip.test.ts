import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, vamco } from '../support/programs.ts';
import type { Truth } from '../support/truth.ts';

const rendered = join(root, 'tests/fixtures/rendered');
const truth = JSON.parse(readFileSync(join(rendered, 'demo.truth.json'), 'utf8')) as Truth;

interface Line {
  type: string;
  t: number;
  direction?: string;
  rule?: string;
}

test('the rendered clip gives the passages and the violations that really happened', () => {
  const { status, stdout, stderr } = vamco(
    'replay',
    join(rendered, 'demo.mp4'),
    '--scene',
    join(rendered, 'demo.scene.yaml'),
    '--json',
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  for (const direction of ['forward', 'backward']) {
    const counted = lines.filter((line) => line.direction === direction).length;
    const real = truth.passages.filter((passage) => passage.direction === direction).length;
    expect(Math.abs(counted - real), `${direction}: counted ${counted}, really ${real}`).toBeLessThanOrEqual(
      2,
    );
  }
  const found = lines.filter(({ type }) => type === 'violation.detected');
  expect(found.map(({ rule }) => rule).sort()).toEqual(truth.violations.map(({ rule }) => rule).sort());
  for (const { rule, t } of found) {
    const real = truth.violations.find((violation) => violation.rule === rule);
    expect(t).toBeGreaterThanOrEqual(real?.start ?? Infinity);
    expect(t).toBeLessThanOrEqual((real?.end ?? 0) + 0.5);
  }
});
