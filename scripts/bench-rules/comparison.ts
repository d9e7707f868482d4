import { median } from '../bench/figures.ts';

/** One run of the agent. */
export interface Run {
  /** CPU seconds for each analysed picture. */
  perPicture: number;
  pictures: number;
  /** Violations that were told, with their evidence. */
  cases: number;
}

/** The same box and camera without rules, and with them. */
export interface Round {
  bare: Run;
  whole: Run;
}

/** What rules and evidence may add to the agent's CPU. */
const MOST_SHARE = 0.05;

/** A table (Markdown): what a picture costs without and with, and the share that is added; medians of the rounds. */
export function comparison(rounds: readonly Round[]): string {
  const added = rounds.map(({ bare, whole }) => whole.perPicture / bare.perPicture - 1);
  const ms = (values: number[]) => `${(1000 * median(values)).toFixed(1)} ms`;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const spread = `${percent(Math.min(...added))} to ${percent(Math.max(...added))}`;
  const pictures = rounds.reduce((sum, { whole }) => sum + whole.pictures, 0);
  const cases = rounds.reduce((sum, { whole }) => sum + whole.cases, 0);
  return [
    `| CPU of the agent and all it starts, a picture; median of ${rounds.length} | measured | promised |`,
    '|---|---|---|',
    `| without rules | ${ms(rounds.map(({ bare }) => bare.perPicture))} | |`,
    `| with rules and evidence | ${ms(rounds.map(({ whole }) => whole.perPicture))} | |`,
    `| added | ${percent(median(added))} (${spread}) | ≤ ${percent(MOST_SHARE)} |`,
    `| cases with evidence in so many pictures | ${cases} in ${pictures} | |`,
    '',
  ].join('\n');
}
