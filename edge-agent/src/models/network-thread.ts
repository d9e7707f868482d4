import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ownThread } from '../base/own-program.ts';
import {
  END,
  type Answer,
  type Opened,
  type Opening,
  type Outputs,
  type Question,
} from './network-messages.ts';
import { forbidTelemetry } from './no-telemetry.ts';

/** Memory for pictures that is used again: what comes and goes many times a second tears the heap to pieces. */
const SPARE = 2;
const ENDED = 'its thread ended';

interface Waiting {
  give: (outputs: Outputs) => void;
  fail: (error: Error) => void;
}

/** One thread of a network. It ends with the program, and keeps it alive only while an answer is due. */
export class NetworkThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #spare: ArrayBuffer[] = [];
  readonly #ended: Promise<unknown>;
  #asked = 0;
  #gone: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (answer: Answer) => {
      this.#take(answer);
    });
    worker.on('error', (error) => {
      this.#end(error);
    });
    this.#ended = new Promise((resolve) => {
      worker.on('exit', resolve);
    });
    void this.#ended.then(() => {
      this.#end(new Error(ENDED));
    });
    worker.unref();
  }

  /** Throws what ONNX Runtime says when the bytes are no network. */
  static async open(bytes: Uint8Array): Promise<NetworkThread> {
    // The thread has but a copy of the environment: libraries read this one's.
    forbidTelemetry();
    const { file, execArgv } = ownThread(new URL('./network-main.ts', import.meta.url));
    const workerData: Opening = { bytes };
    const worker = new Worker(file, { workerData, execArgv });
    const [opened] = (await once(worker, 'message')) as [Opened];
    if (opened.ready) return new NetworkThread(worker);
    await worker.terminate();
    throw new Error(opened.why);
  }

  /** Questions without an answer yet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** The picture is copied before this returns; rejects when the thread cannot answer or has ended. */
  run(input: string, pixels: Uint8Array, shape: readonly number[]): Promise<Outputs> {
    if (this.#gone) return Promise.reject(this.#gone);
    this.#asked += 1;
    const id = this.#asked;
    const memory = this.#memoryFor(pixels.length);
    const own = new Uint8Array(memory, 0, pixels.length);
    own.set(pixels);
    const question: Question = { id, input, pixels: own, shape };
    return new Promise((give, fail) => {
      this.#waiting.set(id, { give, fail });
      this.#worker.ref();
      this.#worker.postMessage(question, [memory]);
    });
  }

  /**
   * What was still asked is rejected; the thread ends once it has computed that. It is not torn out of it: ONNX Runtime
   * would end the whole program then.
   */
  async close(): Promise<void> {
    this.#end(new Error(ENDED));
    this.#worker.ref();
    this.#worker.postMessage(END);
    await this.#ended;
  }

  #memoryFor(bytes: number): ArrayBuffer {
    const at = this.#spare.findIndex(({ byteLength }) => byteLength >= bytes);
    return (at < 0 ? undefined : this.#spare.splice(at, 1)[0]) ?? new ArrayBuffer(bytes);
  }

  #take(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0 && !this.#gone) this.#worker.unref();
    this.#spare.push(answer.memory);
    if (this.#spare.length > SPARE) this.#spare.shift();
    if ('outputs' in answer) waiting?.give(answer.outputs);
    else waiting?.fail(new Error(answer.why));
  }

  #end(error: Error): void {
    this.#gone ??= error;
    for (const { fail } of this.#waiting.values()) fail(this.#gone);
    this.#waiting.clear();
  }
}
