import { isSameTrack, type ClipPlan } from './clip-plan.ts';
import { KeyFrameCheck } from './key-frame-check.ts';
import type { VideoTrack } from './matroska-piece.ts';
import type { PieceAtHand } from './pieces-at-hand.ts';
import { readAll } from './write-clip.ts';

/** The key frames of one clip, each looked at once, by one decoder for each set-up of the stream. */
export class KeyFramesChecked {
  readonly #checks: { track: VideoTrack; check: KeyFrameCheck }[] = [];
  readonly #fed = new Set<string>();

  /** Hands on the key frames that are new since the last time. */
  async feed(pieces: readonly PieceAtHand[], { samples }: ClipPlan): Promise<void> {
    for (const { piece: index, picture } of samples) {
      const piece = pieces[index];
      const { stampMs, offset, bytes } = picture;
      const name = `${stampMs} ${offset} ${bytes}`;
      if (!picture.isKey || !piece || this.#fed.has(name)) continue;
      this.#fed.add(name);
      const check = await this.#checkFor(piece);
      check.feed(await readAll(piece.handle, offset, offset + bytes));
    }
  }

  /** Could all of them be decoded? */
  async end(): Promise<boolean> {
    const ends = await Promise.all(this.#checks.map(({ check }) => check.end()));
    return ends.every(Boolean);
  }

  /** Ends what may still run. */
  stop(): void {
    for (const { check } of this.#checks) check.stop();
  }

  async #checkFor({ track, handle, headBytes }: PieceAtHand): Promise<KeyFrameCheck> {
    const known = this.#checks.find((one) => isSameTrack(one.track, track));
    if (known) return known.check;
    const check = new KeyFrameCheck(await readAll(handle, 0, headBytes));
    this.#checks.push({ track, check });
    return check;
  }
}
