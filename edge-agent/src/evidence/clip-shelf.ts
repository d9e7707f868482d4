import { unlink } from 'node:fs/promises';
import { roomFor, tooOld, type KeptClip } from './clip-room.ts';

/** Where it is written down which clips are kept. */
export interface ClipBook {
  keptClips(camera: string): KeptClip[];
  /** False when somebody waits for it since it was listed. */
  forgetClip(file: string): boolean;
}

/** The clips of one camera’s cases on the disk: at most so many bytes, and for so long; the oldest go first. */
export class ClipShelf {
  readonly #camera: string;
  readonly #book: ClipBook;
  readonly #limits: { bytes: number; ageMs: number };

  constructor(camera: string, book: ClipBook, limits: { bytes: number; ageMs: number }) {
    this.#camera = camera;
    this.#book = book;
    this.#limits = limits;
  }

  /** Makes room for one more; false when there is none to make. */
  async makeRoom(bytes: number, nowMs: number): Promise<boolean> {
    const kept = this.#book.keptClips(this.#camera);
    const old = new Set(tooOld(kept, nowMs - this.#limits.ageMs));
    const room = roomFor(
      bytes,
      kept.filter((clip) => !old.has(clip)),
      this.#limits.bytes,
    );
    for (const { file } of [...old, ...(room ?? [])]) {
      // First forgotten, then deleted: a clip that is written down is there.
      if (this.#book.forgetClip(file)) await unlink(file).catch(() => undefined);
    }
    return room !== undefined;
  }
}
