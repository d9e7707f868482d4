import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts a process's time in hundredths of a second. */
const TICKS = 100;

/** CPU seconds that a process and all below it have used so far. Linux alone can tell. */
export function cpuSecondsBelow(root: number): number {
  return rowsBelow(root).reduce((sum, { ticks }) => sum + ticks / TICKS, 0);
}

/** A process and all that it started, by number. */
export function processesBelow(root: number): number[] {
  return rowsBelow(root).map(({ pid }) => pid);
}

function rowsBelow(root: number): { pid: number; ticks: number }[] {
  const rows = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const text = readFileSync(`/proc/${name}/stat`, 'utf8');
        // Behind the name in brackets: state, parent, …; user and system time are the 12th and 13th, then the
        // same of those it started that have ended.
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
        const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
        return [{ pid: Number(name), parent: Number(fields[1]), ticks }];
      } catch {
        return [];
      }
    });
  const below = new Set([root]);
  for (let grew = true; grew;) {
    grew = false;
    for (const { pid, parent } of rows) {
      if (!below.has(parent) || below.has(pid)) continue;
      below.add(pid);
      grew = true;
    }
  }
  return rows.filter(({ pid }) => below.has(pid));
}
