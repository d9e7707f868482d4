import { isMainThread } from 'node:worker_threads';

/*
 * Loaded before the agent under test, with --expose-gc, in each of its threads: a signal has JavaScript's garbage
 * collected in all of them, so that what the agent holds can be told from what it has merely not given back yet.
 * A network's thread has little garbage of its own, and collects it once in minutes.
 */
const everyThread = new BroadcastChannel('collect');
everyThread.unref();
if (isMainThread)
  process.on('SIGUSR2', () => {
    everyThread.postMessage('now');
    globalThis.gc();
  });
else everyThread.onmessage = () => globalThis.gc();
