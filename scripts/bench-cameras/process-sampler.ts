import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { cpuSecondsBelow } from '../bench-site/cpu-seconds.ts';

const EVERY_MS = 5_000;

export interface Sample {
  atMs: number;
  /** Resident memory of the process itself, MB. */
  residentMb: number;
  /** The part of it that is no file. */
  ownMb: number;
  descriptors: number;
  /** CPU seconds of the process and all below it so far. */
  cpuS: number;
  /** Processes of the whole machine that want to run (one-minute mean). */
  load: number;
}

/** Looks at one process every five seconds. Linux alone can tell. */
export class ProcessSampler {
  readonly samples: Sample[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.#timer = setInterval(() => {
      const sample = look(pid);
      if (sample) this.samples.push(sample);
    }, EVERY_MS);
  }

  since(atMs: number): Sample[] {
    return this.samples.filter((sample) => sample.atMs >= atMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

function look(pid: number): Sample | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const mb = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? NaN) / 1024;
    return {
      atMs: Date.now(),
      residentMb: mb('VmRSS'),
      ownMb: mb('RssAnon'),
      descriptors: readdirSync(`/proc/${pid}/fd`).length,
      cpuS: cpuSecondsBelow(pid),
      load: loadavg()[0] ?? NaN,
    };
  } catch {
    return undefined;
  }
}
