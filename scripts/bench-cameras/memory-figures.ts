import { median, signed } from '../bench/figures.ts';
import type { Figure } from './figures.ts';
import type { Sample } from './process-sampler.ts';
import { slopeOf, steadySlopeOf } from './slope.ts';

const AIM = 1;

/**
 * Memory of the agent. Pools fill up in the first minutes and never shrink, so the promise is about the second half; it is
 * neither kept nor broken when the error is larger than what is to be told apart.
 */
export function memoryFigures(samples: readonly Sample[]): Figure[] {
  const series = (of: (sample: Sample) => number) => samples.map((one) => ({ atMs: one.atMs, y: of(one) }));
  const second = samples.slice(samples.length >> 1);
  const steady = steadySlopeOf(second.map(({ atMs, residentMb }) => ({ atMs, y: residentMb })));
  const whole = slopeOf(series(({ residentMb }) => residentMb));
  const middle = (of: (sample: Sample) => number) =>
    [samples.slice(0, samples.length >> 1), second]
      .map((half) => median(half.map(of)).toFixed(0))
      .join(' → ');
  const isKept = steady.perHour + 2 * steady.error <= AIM;
  const isBroken = steady.perHour - 2 * steady.error > AIM;
  return [
    {
      name: 'memory of the agent (resident), second half, slope by Theil and Sen ± standard error',
      measured: `${signed(steady.perHour)} ± ${steady.error.toFixed(1)} MB/h${isKept || isBroken ? '' : ': too short to tell'}`,
      promised: `≤ ${AIM} MB/h`,
      ok: isKept ? true : isBroken ? false : undefined,
    },
    {
      name: 'the same over the whole time, by least squares',
      measured: `${signed(whole.perHour)} ± ${whole.error.toFixed(1)} MB/h`,
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
