import type { ChildProcess } from 'node:child_process';
import { Type, type Static } from 'typebox';
import { Check } from 'typebox/value';
import { openCage } from '../base/open-cage.ts';

/** Letters in pictures of one line each, PNG, black on white. */
export interface ReaderRequest {
  pictures: Uint8Array[];
}
/** The lines, in the same order; empty where nothing could be read. */
export const ReaderReply = Type.Object({ texts: Type.Array(Type.String({ maxLength: 1_000 })) });
export type ReaderReply = Static<typeof ReaderReply>;

/** Reads lines of text; throws when the reader is late or dies. */
export type ReadTexts = (pictures: readonly Buffer[]) => Promise<string[]>;

/** Starting the reader and thirty lines take some seconds of one core; on a busy box it comes last. */
const READ_MS = 120_000;
const MEMORY_MB = 128;

/**
 * The box's reader of letters. It runs in a process of its own, started for a reading and ended after it: it may hang,
 * grow or die without harm. One reading at a time, whichever camera it is for.
 */
export class TextReader {
  readonly #main: URL;
  readonly #withinMs: number;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param main what runs in the process; the real reader when left out */
  constructor(main = new URL('./reader-main.ts', import.meta.url), withinMs = READ_MS) {
    this.#main = main;
    this.#withinMs = withinMs;
  }

  /** Starts the reader once it is free, and ends it when `work` is done. Throws what `work` throws. */
  lend<Result>(work: (read: ReadTexts) => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(async () => {
      const child = openCage(this.#main, MEMORY_MB);
      try {
        return await work((pictures) => this.#read(child, pictures));
      } finally {
        child.kill('SIGKILL');
      }
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  #read(child: ChildProcess, pictures: readonly Buffer[]): Promise<string[]> {
    return new Promise((found, fail) => {
      const done = () => {
        clearTimeout(timer);
        child.off('message', take);
        child.off('exit', died);
      };
      const take = (reply: unknown) => {
        done();
        if (Check(ReaderReply, reply) && reply.texts.length === pictures.length) found(reply.texts);
        else fail(new Error('the reader of letters answered nonsense'));
      };
      const died = () => {
        done();
        fail(new Error('the reader of letters died'));
      };
      const timer = setTimeout(() => {
        done();
        fail(new Error('the reader of letters did not answer in time'));
      }, this.#withinMs);
      child.on('message', take);
      child.once('exit', died);
      if (child.exitCode !== null || child.signalCode !== null) died();
      else child.send({ pictures: [...pictures] } satisfies ReaderRequest, () => undefined);
    });
  }
}
