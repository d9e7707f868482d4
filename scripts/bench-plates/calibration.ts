import { calibrationFeatures } from '../../edge-agent/src/plates/claim.ts';
import type { DecodedPlate } from '../../edge-agent/src/plates/lattice.ts';
import type { Calibration } from '../../edge-agent/src/plates/plate-models.ts';

/** A decoded look or vote, and whether its text was right. `fold` parts fitting from judging. */
export interface Outcome {
  decoded: Pick<DecodedPlate, 'posterior' | 'fit'>;
  right: boolean;
  fold: 0 | 1;
}

/** Logistic regression by gradient descent on the log loss; a light pull to the network's own odds, unbent. */
export function fitCalibration(outcomes: readonly Outcome[]): Calibration {
  const rows = outcomes.map(({ decoded, right }) => ({
    x: [1, ...calibrationFeatures(decoded)],
    y: right ? 1 : 0,
  }));
  const prior = [0, 1, 1, 0];
  const weights = [0, 0.5, 0.5, 0];
  const rounds = 20_000;
  for (let round = 0; round < rounds; round += 1) {
    const slope = [0, 0, 0, 0];
    for (const { x, y } of rows) {
      const error = sigmoid(x.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0)) - y;
      x.forEach((value, i) => (slope[i] = (slope[i] ?? 0) + error * value));
    }
    slope.forEach((value, i) => {
      const w = weights[i] ?? 0;
      weights[i] = w - 0.05 * (value / rows.length + 1e-3 * (w - (prior[i] ?? 0)));
    });
  }
  const [bias = 0, posterior = 1, fit = 1, sure = 0] = weights.map(
    (value) => Math.round(value * 1000) / 1000,
  );
  return { bias, posterior, fit, sure };
}

/** So many right and wrong ones must be there before a fit means anything. */
const ENOUGH = 10;

/** Whether these can say how sure is how right: a fit on nothing but right ones would promise everything. */
export function areTelling(outcomes: readonly Pick<Outcome, 'right'>[]): boolean {
  const right = outcomes.filter((outcome) => outcome.right).length;
  return Math.min(right, outcomes.length - right) >= ENOUGH;
}

export interface Reliability {
  /** Expected calibration error over ten bins (Naeini et al., 2015). */
  ece: number;
  rows: string[][];
}

/** What was promised against what came true, in ten bins of the promise. */
export function reliability(outcomes: readonly { promised: number; right: boolean }[]): Reliability {
  const bins = Array.from({ length: 10 }, (_, i) =>
    outcomes.filter(({ promised }) => Math.min(9, Math.floor(promised * 10)) === i),
  );
  let ece = 0;
  const rows: string[][] = [];
  bins.forEach((bin, i) => {
    if (bin.length === 0) return;
    const promised = bin.reduce((sum, outcome) => sum + outcome.promised, 0) / bin.length;
    const right = bin.filter((outcome) => outcome.right).length / bin.length;
    ece += (Math.abs(promised - right) * bin.length) / outcomes.length;
    rows.push([
      `${(i / 10).toFixed(1)}–${((i + 1) / 10).toFixed(1)}`,
      String(bin.length),
      promised.toFixed(3),
      right.toFixed(3),
    ]);
  });
  return { ece, rows };
}

const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));
