import type { Truth } from '../../tests/support/truth.ts';
import type { Told } from './told.ts';
import type { Whereabouts } from './whereabouts.ts';

export interface SpeedFigures {
  /** Passages with a speed whose interval holds the true one. */
  held: number;
  all: number;
  /** Told minus true, km/h. */
  errors: number[];
}

/** Reference speeds of passages against the true mean speed over the same stretch of time. */
export function judgeSpeeds(truth: Truth, told: Told, whereabouts: Whereabouts): SpeedFigures {
  const figures: SpeedFigures = { held: 0, all: 0, errors: [] };
  for (const { speed, track } of told.passages) {
    if (!speed) continue;
    // Who it followed then: a track may have gone on with another vehicle before or since.
    const [body] = whereabouts.bodiesOf(track, speed.fromS, speed.toS);
    if (body === undefined) continue;
    const real = meanKmh(truth, body, speed.fromS, speed.toS);
    if (real === undefined) continue;
    figures.all += 1;
    if (real >= speed.low && real <= speed.high) figures.held += 1;
    figures.errors.push(speed.kmh - real);
  }
  return figures;
}

/** Way on the ground over time; undefined when the truth does not know the body at both ends. */
function meanKmh({ frames, fps }: Truth, body: number, fromS: number, toS: number): number | undefined {
  const at = (t: number) => {
    const frame = frames[Math.round(t * fps)];
    const row = frame?.objects.find(([id]) => id === body);
    return frame && row ? { t: frame.t, x: (row[10] ?? 0) / 100, s: (row[11] ?? 0) / 100 } : undefined;
  };
  const [from, to] = [at(fromS), at(toS)];
  if (!from || !to || to.t <= from.t) return undefined;
  return (Math.hypot(to.x - from.x, to.s - from.s) / (to.t - from.t)) * 3.6;
}
