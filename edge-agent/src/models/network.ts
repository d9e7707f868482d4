import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ownThread } from '../base/own-program.ts';
import type { Answer, Opening, Outputs, Question } from './network-messages.ts';

interface Waiting {
  give: (outputs: Outputs) => void;
  fail: (error: Error) => void;
}

/**
 * A network that computes in a thread of its own, one core at most; whoever asks stays free. Questions are answered
 * in their order. The thread ends with the program and keeps it alive only while an answer is due.
 */
export class Network {
  readonly #thread: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  #gone: Error | undefined;

  private constructor(thread: Worker) {
    this.#thread = thread;
    thread.on('message', (answer: Answer) => {
      this.#take(answer);
    });
    thread.on('error', (error) => {
      this.#end(error);
    });
    thread.on('exit', () => {
      this.#end(new Error('its thread ended'));
    });
    thread.unref();
  }

  /** Opens a model of the ONNX format. Throws what ONNX Runtime says when it is none. */
  static async open(bytes: Uint8Array): Promise<Network> {
    const { file, execArgv } = ownThread(new URL('./network-main.ts', import.meta.url));
    const workerData: Opening = { bytes };
    const thread = new Worker(file, { workerData, execArgv });
    const [answer] = (await once(thread, 'message')) as [Answer];
    if (!('ready' in answer && answer.ready)) {
      await thread.terminate();
      throw new Error('why' in answer ? answer.why : 'it did not open');
    }
    return new Network(thread);
  }

  /**
   * @param input name of the network's input
   * @param pixels uint8, copied before this returns
   * @param shape lengths of its axes
   * @returns outputs by name. Rejects with what ONNX Runtime says, or when the thread has ended.
   */
  run(input: string, pixels: Uint8Array, shape: readonly number[]): Promise<Outputs> {
    if (this.#gone) return Promise.reject(this.#gone);
    this.#asked += 1;
    const id = this.#asked;
    // A view would be sent with all the memory that it looks at.
    const own = new Uint8Array(pixels);
    const question: Question = { id, input, pixels: own, shape };
    return new Promise((give, fail) => {
      this.#waiting.set(id, { give, fail });
      this.#thread.ref();
      this.#thread.postMessage(question, [own.buffer]);
    });
  }

  /** Ends the thread; what was still asked is rejected. */
  async close(): Promise<void> {
    await this.#thread.terminate();
  }

  #take(answer: Answer): void {
    if (!('id' in answer)) return;
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#thread.unref();
    if ('outputs' in answer) waiting?.give(answer.outputs);
    else waiting?.fail(new Error(answer.why));
  }

  #end(error: Error): void {
    this.#gone ??= error;
    for (const { fail } of this.#waiting.values()) fail(this.#gone);
    this.#waiting.clear();
  }
}
