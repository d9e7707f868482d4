/** `work` at once, and once more after `gapMs` if it was asked for meanwhile: a burst becomes two calls. */
export function atMostEvery(gapMs: number, work: () => void): () => void {
  let resting = false;
  let again = false;
  const call = () => {
    if (resting) {
      again = true;
      return;
    }
    resting = true;
    work();
    setTimeout(() => {
      resting = false;
      if (again) {
        again = false;
        call();
      }
    }, gapMs);
  };
  return call;
}
