import { getEventListeners, once } from 'node:events';
import { expect, test } from 'vitest';
import { withinTime } from './within-time.ts';

/** Work that goes on until it is told to stop. */
const endless = async (signal: AbortSignal): Promise<never> => {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
};

test('what takes too long is stopped and says so', async () => {
  const { signal } = new AbortController();
  await expect(withinTime(signal, 20, endless)).rejects.toThrow('no answer in 0.02 s');
});

test('who stops everything stops it, then and from the start', async () => {
  const all = new AbortController();
  const working = withinTime(all.signal, 60_000, endless);
  all.abort(new Error('the program ends'));
  await expect(working).rejects.toThrow('the program ends');
  await expect(withinTime(all.signal, 60_000, endless)).rejects.toThrow('the program ends');
});

test('a thousand calls leave nothing behind at a signal that lives on', async () => {
  const { signal } = new AbortController();
  const done: number[] = [];
  for (let call = 0; call < 1_000; call += 1)
    done.push(await withinTime(signal, 60_000, () => Promise.resolve(call)));
  expect(done).toHaveLength(1_000);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});
