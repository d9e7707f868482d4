/** What the thread of a network is told, and what it answers. */

export interface Opening {
  bytes: Uint8Array;
}

/** One picture, or several of one size: uint8, in the order of `shape`. */
export interface Question {
  id: number;
  input: string;
  pixels: Uint8Array;
  shape: readonly number[];
}

/** What a network gives under one name; `data` is read by whoever knows what it should be. */
export interface Output {
  dims: readonly number[];
  data: unknown;
}

export type Outputs = Record<string, Output>;

/** The network is open, gave outputs, or could not. */
export type Answer =
  | { ready: true }
  | { ready: false; why: string }
  | { id: number; outputs: Outputs }
  | { id: number; why: string };
