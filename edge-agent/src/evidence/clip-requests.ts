import { existsSync } from 'node:fs';
import type { ClipAnswer, ClipRequest, EventTime } from '@vamco/contracts';
import type { Logger } from '../base/log.ts';
import { clipAnswer, type AskedClip } from './clip-answer.ts';

/** So many answers may wait for the centre’s word: whoever could forge requests must not fill the outbox with answers. */
const MAX_WAITING = 64;

type Asked = Pick<ClipRequest, 'id' | 'case' | 'manifest'>;

/** Where it is written down which clips there are, and what was answered. */
export interface ClipRequestBook {
  askedClip(request: Asked): AskedClip;
  /** Ids of requests whose answers the centre has not yet acknowledged. */
  answersOnTheirWay(): string[];
  /** Requests that were told that a clip is coming which the centre will never take. */
  brokenPromises(): Asked[];
  answerClip(request: Asked, answer: ClipAnswer, time: EventTime): void;
}

export interface ClipRequestsParts {
  box: string;
  book: ClipRequestBook;
  time: () => EventTime;
  /** An answer was stored, and perhaps a clip is to be sent. */
  onAnswer: () => void;
  log: Logger;
}

/**
 * Answers the centre when it asks for the clip of a case. What is sent is the file that was sealed as the clip of that
 * case and nothing else; the request holds no name of a file.
 */
export class ClipRequests {
  readonly #parts: ClipRequestsParts;

  constructor(parts: ClipRequestsParts) {
    this.#parts = parts;
  }

  /** Throws what the book throws; then nothing was answered, and the centre asks again. */
  hear(request: ClipRequest): void {
    const { box, book, log } = this.#parts;
    if (request.box !== box) return;
    const waiting = book.answersOnTheirWay();
    if (waiting.includes(request.id)) return;
    if (waiting.length >= MAX_WAITING) {
      log.warn(
        { code: 'TOO_MANY_REQUESTS', waiting: waiting.length },
        'a request for a clip is left for later',
      );
      return;
    }
    this.#answer(request);
  }

  /** Whoever was told that a clip is coming hears that it is not, once its file is damaged, gone or refused. */
  takeBack(): void {
    for (const request of this.#parts.book.brokenPromises()) this.#answer(request);
  }

  #answer(request: Asked): void {
    const { book, time, onAnswer, log } = this.#parts;
    const answer = clipAnswer(book.askedClip(request), existsSync);
    book.answerClip(request, answer, time());
    log.info({ case: request.case, answer }, 'the centre asked for a clip');
    onAnswer();
  }
}
