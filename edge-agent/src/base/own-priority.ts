import { readlinkSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import { basename } from 'node:path';

/** Two thirds of the share of a thread that goes first, where both want the same core. */
const LATER = 2;

/**
 * Lets the threads and programs of this box that are in a hurry go before this thread. Linux alone has a priority for each
 * thread; elsewhere nothing changes.
 */
export function goLater(): void {
  try {
    const thread = Number(basename(readlinkSync('/proc/thread-self')));
    setPriority(thread, Math.min(constants.priority.PRIORITY_LOW, getPriority(thread) + LATER));
  } catch {
    // Then all go as they come.
  }
}
