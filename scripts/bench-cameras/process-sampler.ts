import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { cpuSecondsBelow, processesBelow } from '../bench-site/cpu-seconds.ts';
import { memoryKinds, type MemoryKinds } from './memory-kinds.ts';

const EVERY_MS = 5_000;

export interface Sample {
  atMs: number;
  /** Resident memory of the process itself, MB. */
  residentMb: number;
  /** The same by where it comes from. */
  kinds: MemoryKinds;
  /** Memory of the processes below it that is no file: decoders, recorders, cages. */
  belowMb: number;
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
    const below = processesBelow(pid);
    return {
      atMs: Date.now(),
      residentMb: statusMb(pid, 'VmRSS'),
      kinds: memoryKinds(pid),
      belowMb: below.filter((one) => one !== pid).reduce((sum, one) => sum + ownMb(one), 0),
      descriptors: readdirSync(`/proc/${pid}/fd`).length,
      cpuS: cpuSecondsBelow(pid),
      load: loadavg()[0] ?? NaN,
    };
  } catch {
    return undefined;
  }
}

function statusMb(pid: number, name: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? NaN) / 1024;
}

/** Nothing for a process that has just ended. */
function ownMb(pid: number): number {
  try {
    return statusMb(pid, 'RssAnon') || 0;
  } catch {
    return 0;
  }
}
