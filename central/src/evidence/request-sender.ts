import { topics, type ClipRequest } from '@vamco/contracts';
import type { BoxWord } from '../ingest/collector.ts';
import type { OpenClipRequest } from '../store/sqlite/clip-request-store.ts';
import { isToAsk } from './repeat-request.ts';

/** A box that is there and does not answer is asked again so often. */
const REPEAT_MS = 60_000;

export interface RequestSenderParts {
  store: { open: (box: string) => OpenClipRequest[] };
  /** Publishes to a box; may be lost on the way. */
  publish: (topic: string, payload: string) => void;
  /** The page of a case has something new to show. */
  onChange: (violation: string) => void;
  /** Monotonic milliseconds; the machine’s when left out. */
  now?: () => number;
}

/**
 * Asks boxes for clips until they answer. The requests are in the store; a message may be lost, so each word of a box
 * is a reason to look what it still owes.
 */
export class RequestSender {
  readonly #parts: RequestSenderParts;
  readonly #now: () => number;
  /** When each box was last asked for everything that it owes. */
  readonly #askedMs = new Map<string, number>();

  constructor(parts: RequestSenderParts) {
    this.#parts = parts;
    this.#now = parts.now ?? (() => performance.now());
  }

  /** Tells the box of a request that is in the store. */
  send({ box, id, case: violation, manifest, at }: ClipRequest): void {
    // Named one by one: who asked is nobody’s business outside the centre.
    const request: ClipRequest = { box, id, case: violation, manifest, at };
    this.#parts.publish(topics.clipRequest(box), JSON.stringify(request));
  }

  /** A box proved to be there, or says that it comes or goes. */
  heard({ box, epoch, state }: BoxWord): void {
    const nowMs = this.#now();
    const askedMs = this.#askedMs.get(box);
    if (state === undefined && askedMs !== undefined && nowMs - askedMs < REPEAT_MS) return;
    const open = this.#parts.store.open(box);
    if (state !== 'offline') {
      this.#askedMs.set(box, nowMs);
      for (const request of open) if (isToAsk(request, epoch)) this.send(request);
    }
    if (state !== undefined) for (const request of open) this.#parts.onChange(request.case);
  }
}
