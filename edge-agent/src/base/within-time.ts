/**
 * Does something that must end in time.
 *
 * `AbortSignal.any` would say the same in a line, but leaves something behind at a signal that lives as long as the program,
 * at every call (Node 20): megabytes in a day.
 *
 * @param signal stops it as well
 * @param work gets a signal that is aborted by either
 */
export async function withinTime<T>(
  signal: AbortSignal,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const stop = () => {
    own.abort(signal.reason);
  };
  const timer = setTimeout(() => {
    own.abort(new DOMException(`no answer in ${ms / 1000} s`, 'TimeoutError'));
  }, ms);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return await work(own.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
