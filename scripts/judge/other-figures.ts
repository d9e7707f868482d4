import type { PixelBox } from '../../edge-agent/src/base/box.ts';
import type { Truth } from '../../tests/support/truth.ts';
import { IdFigures } from '../bench-tracker/id-figures.ts';
import { bodiesAt } from './bodies.ts';
import { judgeRiders, type RiderFigures } from './rider-figures.ts';
import { judgeSpeeds, type SpeedFigures } from './speed-figures.ts';
import type { Told } from './told.ts';
import { Whereabouts } from './whereabouts.ts';

/** A plate so wide in some frame, pixels, can be asked for. */
const READABLE_PX = 45;

export interface OtherFigures {
  /** Vehicles counted and really passed, by line and direction. */
  counts: Map<string, { told: number; real: number }>;
  /** Vehicles that passed a line with a readable plate: told right or not at all; and all that were told wrong. */
  plates: { right: number; wrong: number; none: number };
  identity: IdFigures | undefined;
  speeds: SpeedFigures;
  riders: RiderFigures;
  /** Share of the time in which each signal was told right. */
  signals: { rightS: number; allS: number };
}

/** Counts, plates, identity and signals of one clip. */
export function judgeOthers(truth: Truth, told: Told): OtherFigures {
  const whereabouts = new Whereabouts(truth, told);
  return {
    counts: countsOf(truth, told),
    plates: platesOf(truth, told, whereabouts),
    speeds: judgeSpeeds(truth, told, whereabouts),
    riders: judgeRiders(truth, told, whereabouts),
    identity: told.frames.length === 0 || truth.frames.length === 0 ? undefined : identityOf(truth, told),
    signals: signalsOf(truth, told),
  };
}

function countsOf(truth: Truth, told: Told): OtherFigures['counts'] {
  const counts: OtherFigures['counts'] = new Map();
  const lines = new Set(truth.passages.map(({ line }) => line));
  for (const { line, direction } of truth.passages) {
    const row = counts.get(`${line} ${direction}`) ?? { told: 0, real: 0 };
    row.real += 1;
    counts.set(`${line} ${direction}`, row);
  }
  for (const { line, direction } of told.passages) {
    if (!lines.has(line)) continue;
    const row = counts.get(`${line} ${direction}`) ?? { told: 0, real: 0 };
    row.told += 1;
    counts.set(`${line} ${direction}`, row);
  }
  return counts;
}

function platesOf(truth: Truth, told: Told, whereabouts: Whereabouts): OtherFigures['plates'] {
  const widest = new Map<number, number>();
  for (const { plates } of truth.frames) {
    for (const row of plates) {
      const id = row[0] ?? 0;
      const width = (row[9] ?? 0) / 10;
      widest.set(id, Math.max(width, widest.get(id) ?? 0));
    }
  }
  const said = new Map<number, string>();
  for (const { track, text } of told.plates) {
    const [body] = whereabouts.bodiesOf(track);
    if (body !== undefined && text !== undefined) said.set(body, text);
  }
  const passed = new Set(truth.passages.map(({ track }) => track));
  const figures = { right: 0, wrong: 0, none: 0 };
  for (const { id, plate } of truth.tracks) {
    const text = said.get(id);
    // A false text is wrong whatever the plate; one that nobody could read may stay unread.
    const isAsked = passed.has(id) && (widest.get(id) ?? 0) >= READABLE_PX;
    if (text !== undefined && text !== plate?.text) figures.wrong += 1;
    else if (plate && isAsked) figures[text === undefined ? 'none' : 'right'] += 1;
  }
  return figures;
}

function identityOf(truth: Truth, told: Told): IdFigures {
  const figures = new IdFigures();
  const { width, height } = truth;
  for (const { t, tracks } of told.frames) {
    const found = tracks.map(([id, x, y, w, h]) => {
      const box: PixelBox = [x * width, y * height, w * width, h * height];
      return { id, box };
    });
    figures.frame(found, bodiesAt(truth, t));
  }
  return figures;
}

function signalsOf(truth: Truth, told: Told): OtherFigures['signals'] {
  const stateAt = (
    changes: readonly { t: number; signal: string; state: string }[],
    signal: string,
    t: number,
  ) => changes.filter((one) => one.signal === signal && one.t <= t).at(-1)?.state;
  let [rightS, allS] = [0, 0];
  const step = 0.1;
  for (const signal of new Set(told.signals.map((one) => one.signal))) {
    // The first second is for looking; a quarter second around a change is nobody's.
    for (let t = 1; t < truth.seconds; t += step) {
      const real = stateAt(truth.signals, signal, t);
      if (real === undefined || truth.signals.some((one) => Math.abs(one.t - t) < 0.25)) continue;
      allS += step;
      if (stateAt(told.signals, signal, t) === real) rightS += step;
    }
  }
  return { rightS, allS };
}
