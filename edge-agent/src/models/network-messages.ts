/** What the thread of a network is told, and what it answers. */

export interface Opening {
  bytes: Uint8Array;
}

/** One picture, or several of one size: uint8, in the order of `shape`. Its memory comes back with the answer. */
export interface Question {
  id: number;
  input: string;
  pixels: Uint8Array<ArrayBuffer>;
  shape: readonly number[];
}

/** What a thread is told when it is to end: it computes what it was asked before. */
export const END = 'end';

/** All that a thread hears. */
export type Told = Question | typeof END;

/** What a network gives under one name; `data` is read by whoever knows what it should be. */
export interface Output {
  dims: readonly number[];
  data: unknown;
}

export type Outputs = Record<string, Output>;

/** What became of a question. */
export type Answer = { id: number; memory: ArrayBuffer } & ({ outputs: Outputs } | { why: string });

/** The first word of a thread: the network is open, or why not. */
export type Opened = { ready: true } | { ready: false; why: string };

/** All that a thread says. */
export type Said = Opened | Answer;
