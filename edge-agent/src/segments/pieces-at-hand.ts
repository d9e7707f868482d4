import { open, type FileHandle } from 'node:fs/promises';
import type { PlacedPiece } from './clip-plan.ts';
import { readPiece } from './matroska-piece.ts';
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
    const view = readPiece(await readAll(handle, 0, (await handle.stat()).size));
    const start = view && startMs(Math.min(...view.pictures.map(({ stampMs }) => stampMs)) / 1000);
    if (!view || start === undefined) {
      await handle.close();
      return undefined;
    }
    const piece = { ...view, startMs: start, handle };
    if (grows) this.#growing = handle;
    else this.#complete.set(file, piece);
    return piece;
  }
}
