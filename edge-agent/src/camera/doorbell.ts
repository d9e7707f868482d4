import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const KNOCK_MS = 2_000;
const PATIENCE_MS = 1_500;

/**
 * Waits, but not longer than it takes a camera that was away to open its port again: one empty connection
 * every two seconds costs neither side anything, while back-off alone would find it a minute late.
 * A camera whose port was open all the time is left alone for the whole wait.
 * @param wasShut the port is known to be shut, so that the first open door is news
 * @returns whether the port opened
 */
export async function waitAtDoor(
  where: { ip: string; port: number } | undefined,
  waitMs: number,
  signal: AbortSignal,
  wasShut: boolean,
): Promise<boolean> {
  let isNews = wasShut;
  const until = performance.now() + waitMs;
  while (!signal.aborted) {
    const leftMs = until - performance.now();
    if (leftMs <= 0) return false;
    await sleep(Math.min(KNOCK_MS, leftMs), undefined, { signal }).catch(() => undefined);
    if (where === undefined) continue;
    const open = await knock(where);
    if (open && isNews) return true;
    isNews ||= !open;
  }
  return false;
}

function knock({ ip, port }: { ip: string; port: number }): Promise<boolean> {
  return new Promise((found) => {
    const socket = connect({ host: ip, port, timeout: PATIENCE_MS });
    const done = (open: boolean) => {
      socket.destroy();
      found(open);
    };
    socket.once('connect', () => {
      done(true);
    });
    socket.once('timeout', () => {
      done(false);
    });
    socket.once('error', () => {
      done(false);
    });
  });
}
