import { readFileSync } from 'node:fs';

/** Resident memory of a process by where it comes from, MB. */
export interface MemoryKinds {
  /** What the C library holds, in use or kept for later: networks, pictures, database, JavaScript's buffers. */
  heap: number;
  /** Everything else that is no file: JavaScript's own heaps, stacks, machine code. */
  other: number;
  /** Programs, libraries and other mapped files. */
  files: number;
}

/** Arenas of glibc beside the first one begin at multiples of this. */
const ARENA_BYTES = 64 * 1024 * 1024;
const HEAD = /^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \d+ *(.*)$/;

/** Linux alone can tell. Throws when there is no such process. */
export function memoryKinds(pid: number): MemoryKinds {
  return kindsIn(readFileSync(`/proc/${pid}/smaps`, 'utf8'));
}

/** @param smaps text of `/proc/<pid>/smaps` */
export function kindsIn(smaps: string): MemoryKinds {
  const kinds: MemoryKinds = { heap: 0, other: 0, files: 0 };
  let kind: keyof MemoryKinds = 'other';
  for (const line of smaps.split('\n')) {
    const head = HEAD.exec(line);
    if (head) kind = kindOf(parseInt(head[1] ?? '', 16), head[3] ?? '', head[4] ?? '');
    const resident = /^Rss: +(\d+) kB/.exec(line)?.[1];
    if (resident !== undefined) kinds[kind] += Number(resident) / 1024;
  }
  return kinds;
}

function kindOf(start: number, permissions: string, path: string): keyof MemoryKinds {
  if (path === '[heap]') return 'heap';
  if (path.startsWith('/')) return 'files';
  const isArena = path === '' && start % ARENA_BYTES === 0 && !permissions.includes('x');
  return isArena ? 'heap' : 'other';
}
