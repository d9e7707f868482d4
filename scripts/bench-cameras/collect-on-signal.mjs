import { appendFileSync, readFileSync } from 'node:fs';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';
import { setTimeout } from 'node:timers';
import { getHeapStatistics } from 'node:v8';

/*
 * Loaded before the agent under test, with --expose-gc, in each of its threads: a signal has JavaScript's garbage
 * collected in all of them, and a line written of what the agent then holds. A network's thread has little garbage of
 * its own and would collect it once in minutes; it came and went by fifteen megabytes.
 */

/** jemalloc gives freed pages back within a second. */
const GIVEN_BACK_MS = 1_300;
const everyThread = new BroadcastChannel('collect');
everyThread.unref();
if (isMainThread) process.on('SIGUSR2', look);
else everyThread.onmessage = () => globalThis.gc();

function look() {
  everyThread.postMessage('now');
  globalThis.gc();
  const usedBytes = getHeapStatistics().used_heap_size;
  setTimeout(() => {
    // V8 keeps room for young objects, 4 to 33 MB as it sees fit: what is used of it counts, not the room.
    const spareBytes = getHeapStatistics().total_physical_size - usedBytes;
    const atMs = Date.now();
    const line = { atMs, y: residentMb() - spareBytes / 1024 ** 2 };
    appendFileSync(process.env.VAMCO_HELD_TO, `${JSON.stringify(line)}\n`);
  }, GIVEN_BACK_MS).unref();
}

function residentMb() {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
}
