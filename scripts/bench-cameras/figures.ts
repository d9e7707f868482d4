import { median, signed } from '../bench/figures.ts';
import type { CameraRates } from './analysed-rates.ts';
import type { CaptureCheck } from './capture-times.ts';
import type { ClipFigures } from './clips.ts';
import type { Sample } from './process-sampler.ts';
import { slopeOf } from './slope.ts';

/** One line of the result. `ok` is undefined for what nobody promised. */
export interface Figure {
  name: string;
  measured: string;
  promised: string;
  ok: boolean | undefined;
}

/** The agent's own process, after warm-up. */
export function resourceFigures(samples: readonly Sample[]): Figure[] {
  const open = samples.map(({ descriptors }) => descriptors);
  const tenth = Math.max(1, Math.floor(open.length / 10));
  const [first, last] = [median(open.slice(0, tenth)), median(open.slice(-tenth))];
  const drift = slopeOf(samples.map(({ atMs, descriptors }) => ({ atMs, y: descriptors })));
  const [one, other] = [samples[0], samples.at(-1)];
  const cores =
    one && other ? (1000 * (other.cpuS - one.cpuS)) / Math.max(1, other.atMs - one.atMs) : Number.NaN;
  return [
    {
      name: 'open file descriptors: first and last tenth (medians), highest, slope',
      measured: `${first} → ${last}, ${Math.max(...open)}, ${signed(drift.perHour)} ± ${drift.error.toFixed(1)} an hour`,
      promised: 'flat',
      ok: last - first <= 2,
    },
    {
      name: 'cores used by the agent and its decoders',
      measured: cores.toFixed(2),
      ...{ promised: '', ok: undefined },
    },
    {
      name: 'load of the machine, median (least, most)',
      measured: loadOf(samples),
      ...{ promised: '', ok: undefined },
    },
  ];
}

function loadOf(samples: readonly Sample[]): string {
  const loads = samples.map(({ load }) => load);
  return `${median(loads).toFixed(1)} (${Math.min(...loads).toFixed(1)}–${Math.max(...loads).toFixed(1)})`;
}

export function rateFigures(rates: readonly CameraRates[], fps: number): Figure[] {
  const shares = rates.map((rate) => (100 * rate.with) / rate.without);
  const all =
    (100 * rates.reduce((sum, rate) => sum + rate.with, 0)) /
    rates.reduce((sum, rate) => sum + rate.without, 0);
  const worst = Math.min(...shares);
  return [
    {
      name: 'analysed rate beside an evil camera, of the rate without it: all cameras, worst camera',
      measured: `${all.toFixed(1)} %, ${worst.toFixed(1)} %`,
      promised: '≥ 95 %',
      ok: worst >= 95,
    },
    {
      name: `analysed pictures a second and camera (asked: ${fps}): lowest, without and with it`,
      measured: `${Math.min(...rates.map((rate) => rate.without)).toFixed(2)}, ${Math.min(...rates.map((rate) => rate.with)).toFixed(2)}`,
      ...{ promised: '', ok: undefined },
    },
  ];
}

/** @param of what happened; @param latenessMs from then until the centre had it */
export function latenessFigure(of: string, latenessMs: readonly number[]): Figure {
  const sorted = latenessMs.toSorted((a, b) => a - b);
  const seconds = (share: number) => ((sorted[Math.floor(share * sorted.length)] ?? NaN) / 1000).toFixed(1);
  return {
    name: `${of} → the centre has it: median, nine of ten`,
    measured: `${seconds(0.5)} s, ${seconds(0.9)} s of ${sorted.length}`,
    ...{ promised: '', ok: undefined },
  };
}

export function returnFigures(waitsMs: readonly number[]): Figure[] {
  if (waitsMs.length === 0) return [unmeasured('camera back → first analysed picture', '≤ 5 s, ≤ 65 s')];
  const [middle, worst] = [median(waitsMs) / 1000, Math.max(...waitsMs) / 1000];
  const of = `of ${waitsMs.length} returns`;
  return [
    {
      name: 'camera back → first analysed picture, median',
      measured: `${middle.toFixed(1)} s ${of}`,
      promised: '≤ 5 s',
      ok: middle <= 5,
    },
    {
      name: 'the same, worst',
      measured: `${worst.toFixed(1)} s ${of}`,
      promised: '≤ 65 s',
      ok: worst <= 65,
    },
  ];
}

export function clipFigures(clips: readonly ClipFigures[], inChromium: number, tried: number): Figure[] {
  const ready = clips.map(({ readyMs }) => readyMs / 1000);
  const made = clips.filter(({ file }) => file !== undefined);
  if (made.length === 0) return [unmeasured('clip', '≤ 2 s')];
  const early = made.map(({ earlyMs }) => earlyMs / 1000);
  const late = made.map(({ lateMs }) => lateMs / 1000);
  const playing = clips.filter(({ playsInFfmpeg }) => playsInFfmpeg).length;
  return [
    {
      name: 'clip: asked end → ready and checked, median, worst',
      measured: `${median(ready).toFixed(2)} s, ${Math.max(...ready).toFixed(2)} s of ${clips.length}`,
      promised: '≤ 2 s',
      ok: Math.max(...ready) <= 2,
    },
    {
      name: 'clip: its first picture before the asked start (true times), least, most',
      measured: `${Math.min(...early).toFixed(2)} s, ${Math.max(...early).toFixed(2)} s`,
      promised: '≥ 0 s',
      ok: Math.min(...early) >= 0,
    },
    {
      name: 'clip: its last picture after the asked end (true times), least',
      measured: `${Math.min(...late).toFixed(2)} s`,
      ...{ promised: '', ok: undefined },
    },
    {
      name: 'clip: plays in ffmpeg, in chromium',
      measured: `${playing} of ${clips.length}, ${inChromium} of ${tried}`,
      promised: 'all',
      ok: playing === clips.length && inChromium === tried,
    },
  ];
}

export function captureFigures(checks: readonly CaptureCheck[]): Figure[] {
  return (['still', 'piece'] as const).map((what) => {
    const mine = checks.filter((check) => check.what === what);
    const inside = mine.filter(({ offMs, statedMs }) => Math.abs(offMs) <= statedMs).length;
    const off = mine.map(({ offMs }) => offMs);
    const name =
      what === 'still'
        ? 'stills of violations at the centre: counter against capture time'
        : 'recorded pieces: counter against capture time (as if ± 500 ms were stated)';
    if (mine.length === 0) return unmeasured(name, 'all inside');
    return {
      name,
      measured: `${inside} of ${mine.length} inside; off by ${signed(median(off), 0)} ms, ${signed(Math.min(...off), 0)} to ${signed(Math.max(...off), 0)}; stated ± ${median(mine.map(({ statedMs }) => statedMs))} ms`,
      promised: 'all inside',
      ok: inside === mine.length,
    };
  });
}

/** @param offMs measured offset minus the true one, ms */
export function clockFigures(offMs: readonly number[]): Figure[] {
  if (offMs.length === 0) return [unmeasured('clock of a camera by ONVIF', '≤ 200 ms')];
  const worst = Math.max(...offMs.map(Math.abs));
  return [
    {
      name: 'clock of a camera by ONVIF: error of the measured offset, worst',
      measured: `${worst.toFixed(0)} ms of ${offMs.length}`,
      promised: '≤ 200 ms',
      ok: worst <= 200,
    },
  ];
}

/** Promised, and not one case of it in this run: too short, or too busy a machine. */
function unmeasured(name: string, promised: string): Figure {
  return { name, measured: 'not one case', promised, ok: false };
}

/** As a table in Markdown. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(
    ({ name, measured, promised, ok }) =>
      `| ${name} | ${measured} | ${promised} | ${ok === undefined ? '' : ok ? 'yes' : '**no**'} |`,
  );
  return ['| | measured | promised | ok |', '|---|---|---|---|', ...rows, ''].join('\n');
}
