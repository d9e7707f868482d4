import type { Truth } from '../../../tests/support/truth.ts';

type Alert = Truth['alerts'][number];

/** What is the case from a moment to another, each kept once it has lasted long enough. */
export class AlertLog {
  readonly #open = new Map<string, Alert>();
  readonly #done: Alert[] = [];

  /** Says at every moment whether it is so; `atLeastS` is how long it must last to count. */
  note(t: number, alert: string, place: string, isSo: boolean, atLeastS = 0): void {
    const key = `${alert} ${place}`;
    const open = this.#open.get(key);
    if (isSo && !open) this.#open.set(key, { alert, start: t, end: t, place });
    else if (isSo && open) open.end = t;
    else if (open) this.#close(key, open, atLeastS);
    if (isSo) this.#least.set(key, atLeastS);
  }

  readonly #least = new Map<string, number>();

  /** All of them by their beginning. */
  finish(): Alert[] {
    for (const [key, open] of this.#open) this.#close(key, open, this.#least.get(key) ?? 0);
    return this.#done.sort((a, b) => a.start - b.start || a.place.localeCompare(b.place));
  }

  #close(key: string, alert: Alert, atLeastS: number): void {
    this.#open.delete(key);
    if (alert.end - alert.start >= atLeastS) this.#done.push(alert);
  }
}
