import type { Outputs } from './network-messages.ts';
import { NetworkThread } from './network-thread.ts';

/** A network that computes in threads of its own, one core each; whoever asks stays free. */
export class Network {
  readonly #threads: readonly NetworkThread[];

  private constructor(threads: readonly NetworkThread[]) {
    this.#threads = threads;
  }

  /**
   * Opens a model of the ONNX format. Throws what ONNX Runtime says when it is none.
   * @param threads how many pictures may be computed at once; each thread holds the weights anew
   */
  static async open(bytes: Uint8Array, threads = 1): Promise<Network> {
    return new Network(await Promise.all(Array.from({ length: threads }, () => NetworkThread.open(bytes))));
  }

  /**
   * @param input name of the network's input
   * @param pixels uint8, copied before this returns
   * @param shape lengths of its axes
   * @returns outputs by name. Rejects with what ONNX Runtime says, or when the thread has ended.
   */
  run(input: string, pixels: Uint8Array, shape: readonly number[]): Promise<Outputs> {
    const idlest = this.#threads.reduce((one, other) => (other.waiting < one.waiting ? other : one));
    return idlest.run(input, pixels, shape);
  }

  /** Ends the threads; what was still asked is rejected. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}
