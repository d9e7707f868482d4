import { open, type FileHandle } from 'node:fs/promises';
import { AgentError } from '../base/errors.ts';
import type { PlacedPiece } from './clip-plan.ts';
import { extentOf } from './extent.ts';
import { readPiece, type PieceView } from './matroska-piece.ts';
import { readAll } from './write-clip.ts';

/** Where a piece lies, and how its own time axis becomes UTC. */
export interface PiecePlace {
  file: string;
  /** UTC (Unix ms) of its first picture by the stamp of that; undefined when it is not known yet. */
  startMs: (stampS: number) => number | undefined;
  /** Whether more may come: it is read anew each time. */
  grows: boolean;
}

export type PieceAtHand = PlacedPiece & { handle: FileHandle };

/** A piece is looked through in memory; no key frame for so long is no camera's stream. */
const MAX_PIECE_BYTES = 128_000_000;

/** What a piece holds by now; undefined when that is nothing yet. Throws BAD_VIDEO when it is too large to look at. */
export async function readOpenPiece(handle: FileHandle): Promise<PieceView | undefined> {
  const { size } = await handle.stat();
  if (size > MAX_PIECE_BYTES)
    throw new AgentError('BAD_VIDEO', 'a recorded piece goes on without a key frame');
  return readPiece(await readAll(handle, 0, size));
}

/** The pieces that one clip is cut from, open so that neither a new name nor the ring’s budget takes them away. */
export class PiecesAtHand {
  readonly #complete = new Map<string, PieceAtHand>();
  #growing: FileHandle | undefined;

  /** What is there of these pieces by now, oldest first. */
  async look(places: readonly PiecePlace[]): Promise<PieceAtHand[]> {
    await this.#growing?.close();
    this.#growing = undefined;
    const pieces: PieceAtHand[] = [];
    for (const place of places) {
      const known = this.#complete.get(place.file) ?? (await this.#open(place));
      if (known) pieces.push(known);
    }
    return pieces;
  }

  async close(): Promise<void> {
    await this.#growing?.close();
    for (const { handle } of this.#complete.values()) await handle.close();
    this.#complete.clear();
  }

  /** Undefined for one that went away, or holds no picture yet. */
  async #open({ file, startMs, grows }: PiecePlace): Promise<PieceAtHand | undefined> {
    const handle = await open(file).catch(() => undefined);
    if (!handle) return undefined;
    let piece: PieceAtHand | undefined;
    try {
      const view = await readOpenPiece(handle);
      const start = view && startMs(extentOf(view.pictures.map(({ stampMs }) => stampMs)).least / 1000);
      if (view && start !== undefined) piece = { ...view, startMs: start, handle };
    } finally {
      if (!piece) await handle.close();
    }
    if (piece && grows) this.#growing = handle;
    else if (piece) this.#complete.set(file, piece);
    return piece;
  }
}
