import type { KeyObject } from 'node:crypto';
import { sealBody, type ChainHead, type Sealed, type SealedBody } from '@vamco/bundle';

interface SealerParts {
  box: string;
  key: KeyObject;
  /** Where the chain of evidence ends by now. */
  head: () => ChainHead;
  /** UTC text of now. */
  utcNow: () => string;
}

/**
 * Seals the evidence of a box, one case after the other whatever cameras do: each seal continues the one that was
 * committed before it. What could not be committed leaves no gap, as the number was never taken.
 */
export class Sealer {
  readonly #parts: SealerParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: SealerParts) {
    this.#parts = parts;
  }

  /** @param commit stores the manifest and puts the event with it; the next case waits until it has ended */
  seal(body: SealedBody, commit: (sealed: Sealed) => Promise<void>): Promise<void> {
    const { box, key, head, utcNow } = this.#parts;
    const work = this.#last.then(() => commit(sealBody(body, { box, at: utcNow(), chain: head() }, key)));
    this.#last = work.catch(() => undefined);
    return work;
  }
}
