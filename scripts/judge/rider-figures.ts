import type { Truth } from '../../tests/support/truth.ts';
import type { Told } from './told.ts';
import type { Whereabouts } from './whereabouts.ts';

/** Nearer motorbikes, riders and all, are this high in some frame, pixels: heads of twelve pixels and more. */
const NEAR_PX = 80;

export interface RiderFigures {
  /** Near motorbikes with the right number of people, and all that were looked at. */
  counted: number;
  all: number;
  /** Helmets told right, wrong, and not at all, of those whose number is right. */
  right: number;
  wrong: number;
  unknown: number;
  /** Bare heads told, and those of them that really wear a helmet. */
  bareTold: number;
  bareWrong: number;
}

/** Riders and helmets as voted over a track, against who really sat there. */
export function judgeRiders(truth: Truth, told: Told, whereabouts: Whereabouts): RiderFigures {
  const figures = { counted: 0, all: 0, right: 0, wrong: 0, unknown: 0, bareTold: 0, bareWrong: 0 };
  for (const { track, count, heads } of told.riders) {
    const [body] = whereabouts.bodiesOf(track);
    const real = truth.tracks.find(({ id }) => id === body);
    if (real?.class !== 'motorbike' || real.riders.length === 0 || (real.largest[3] ?? 0) < NEAR_PX) continue;
    figures.all += 1;
    if (Math.min(4, real.riders.length) !== count) continue;
    figures.counted += 1;
    heads.forEach(({ helmet }, index) => {
      if (helmet === 'unknown') figures.unknown += 1;
      else figures[(helmet === 'yes') === real.riders[index] ? 'right' : 'wrong'] += 1;
      if (helmet !== 'no') return;
      figures.bareTold += 1;
      if (real.riders[index]) figures.bareWrong += 1;
    });
  }
  return figures;
}
