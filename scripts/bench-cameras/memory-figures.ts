import { median, signed } from '../bench/figures.ts';
import type { Figure } from './figures.ts';
import type { Sample } from './process-sampler.ts';
import { medianSlopeOf, steadySlopeOf, type Slope } from './slope.ts';

const AIM = 1;

/** Until this part of a run pools and caches fill up and code is compiled, which never shrink again. */
const FILLED = 1 / 3;

/**
 * Memory of the agent. The promise is about what comes when pools are full; it is neither kept nor broken when the error is
 * larger than what is to be told apart.
 *
 * @param samples resident memory and where it lies, after warm-up
 * @param held what was held while the cameras rested, from the start on
 */
export function memoryFigures(
  samples: readonly Sample[],
  held: readonly { atMs: number; y: number }[],
): Figure[] {
  const [beganMs, lastMs] = [held[0]?.atMs ?? 0, held.at(-1)?.atMs ?? 0];
  const fullMs = beganMs + FILLED * (lastMs - beganMs);
  const later = held.filter(({ atMs }) => atMs >= fullMs);
  const slope = medianSlopeOf(later);
  const resident = steadySlopeOf(
    samples.slice(Math.floor(samples.length / 3)).map(({ atMs, residentMb }) => ({ atMs, y: residentMb })),
  );
  const middle = (of: (sample: Sample) => number) =>
    [samples.slice(0, samples.length >> 1), samples.slice(samples.length >> 1)]
      .map((half) => median(half.map(of)).toFixed(0))
      .join(' → ');
  const isKept = slope.perHour + 2 * slope.error <= AIM;
  const isBroken = slope.perHour - 2 * slope.error > AIM;
  return [
    {
      name: 'memory that the agent holds while its cameras rest, pools full, slope by Theil and Sen ± standard error',
      measured: `${wordsOf(slope)}${isKept || isBroken ? '' : ': too short to tell'}`,
      promised: `≤ ${AIM} MB/h`,
      ok: isKept ? true : isBroken ? false : undefined,
    },
    {
      name: 'the same, median of so many rests',
      measured: `${median(later.map(({ y }) => y)).toFixed(0)} MB; ${later.length}`,
      ...{ promised: '', ok: undefined },
    },
    {
      name: 'resident memory, garbage and pictures on their way with it, last two thirds',
      measured: wordsOf(resident),
      ...{ promised: '', ok: undefined },
    },
    {
      name: 'the same, medians of both halves: all; C library, files, the rest; processes below it',
      measured: [
        `${middle(({ residentMb }) => residentMb)}; ${middle(({ kinds }) => kinds.heap)}`,
        `${middle(({ kinds }) => kinds.files)}, ${middle(({ kinds }) => kinds.other)}; ${middle(({ belowMb }) => belowMb)} MB`,
      ].join(', '),
      ...{ promised: '', ok: undefined },
    },
  ];
}

const wordsOf = ({ perHour, error }: Slope) =>
  Number.isFinite(perHour) ? `${signed(perHour)} ± ${error.toFixed(1)} MB/h` : 'nothing';
