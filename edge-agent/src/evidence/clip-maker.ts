import { mkdirSync, rmSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sealed } from '@vamco/bundle';
import { MAX_CLIP_BYTES, type ClipBody, type NoClip } from '@vamco/contracts';
import { utcText, type Clock } from '../base/clock.ts';
import { AgentError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { ClipWish } from '../outbox/clip-rows.ts';
import type { SettledClip } from '../outbox/outbox.ts';
import type { Clip } from '../segments/cut-clip.ts';
import type { SegmentRing } from '../segments/segment-ring.ts';
import type { StoredFile, StoreMedia } from './collect.ts';
import type { ClipShelf } from './clip-shelf.ts';
import type { Sealer } from './sealer.ts';

const RETRY_MS = 30_000;
/** So much before its last frame a clip is asked for: what is there of it is looked at while the rest comes. */
const AHEAD_MS = 2_000;
/** A clock that was set back must not keep a clip waiting for long. */
const LONGEST_WAIT_MS = 60_000;

/** What clips are to be cut, and what became of them: the outbox. */
export interface ClipOrders {
  nextClip(camera: string): ClipWish | undefined;
  settleClip(manifest: string, settled: SettledClip): void;
  isClipKept(file: string): boolean;
}

export interface ClipMakerParts {
  camera: string;
  /** Undefined when the stream is not recorded. */
  ring: Pick<SegmentRing, 'cut' | 'hasRoom'> | undefined;
  orders: ClipOrders;
  shelf: Pick<ClipShelf, 'makeRoom'>;
  sealer: Pick<Sealer, 'seal'>;
  storeMedia: StoreMedia;
  /** Moves a finished file to its place among the media. */
  adopt: (file: string) => Promise<StoredFile>;
  /** Folder for clips in the making, on the disk of the media. */
  dir: string;
  /** Are clips sent to the centre, or kept until somebody comes for them? */
  send: boolean;
  clock: Clock;
  log: Logger;
  /** Wait after a clip that could not be settled; 30 s when left out. */
  retryMs?: number;
}

/**
 * Gives the cases of one camera their clips, seconds after the case itself has gone: one after the other, each under a
 * seal of its own. What was promised is in the outbox, so that nothing of it is lost when the program ends.
 */
export class ClipMaker {
  readonly #parts: ClipMakerParts;
  #wake: (() => void) | undefined;

  constructor(parts: ClipMakerParts) {
    this.#parts = parts;
    rmSync(parts.dir, { recursive: true, force: true });
  }

  /** A case was promised a clip. */
  wake(): void {
    this.#wake?.();
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { camera, orders, clock, log, retryMs = RETRY_MS } = this.#parts;
    const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
    const stopped = () => signal.aborted;
    while (!stopped()) {
      const wish = orders.nextClip(camera);
      if (wish === undefined) {
        await this.#idle(signal);
        continue;
      }
      const leftMs = wish.toMs - AHEAD_MS - clock.utcMs();
      await pause(leftMs > 0 ? Math.min(LONGEST_WAIT_MS, leftMs) : 0);
      if (stopped()) return;
      try {
        await this.#make(wish);
      } catch (error) {
        log.error({ err: error, retryInMs: retryMs }, 'the clip of a case could not be kept');
        await pause(retryMs);
      }
    }
  }

  async #make(wish: ClipWish): Promise<void> {
    const { orders, sealer, storeMedia, send } = this.#parts;
    const made = await this.#cut(wish);
    const file = 'none' in made ? undefined : made.file;
    try {
      await sealer.seal(clipBody(wish, made), async (sealed: Sealed) => {
        const record = await storeMedia(sealed.bytes, 'sealed');
        orders.settleClip(wish.manifest, { sealed, record, clip: file, send });
      });
    } catch (error) {
      // Nobody will know of it: the room is needed.
      if (file && !orders.isClipKept(file.file)) await unlink(file.file).catch(() => undefined);
      throw error;
    }
  }

  /** The clip in its place, or why there is none: a case never waits for it, and never fails with it. */
  async #cut({ fromMs, toMs }: ClipWish): Promise<Made> {
    const { ring, shelf, adopt, dir, clock, log } = this.#parts;
    if (!ring) return { none: 'gone' };
    let clip: Clip | undefined;
    try {
      if (!ring.hasRoom) return { none: 'disk-full' };
      mkdirSync(dir, { recursive: true });
      clip = await ring.cut(fromMs, toMs, dir, () => clock.utcMs());
      if (!clip) return { none: 'gone' };
      if (clip.bytes > MAX_CLIP_BYTES) return { none: 'too-large' };
      if (!(await shelf.makeRoom(clip.bytes, clock.utcMs()))) return { none: 'disk-full' };
      return { clip, file: await adopt(clip.file) };
    } catch (error) {
      const none = isFull(error) ? 'disk-full' : 'failed';
      log.error({ err: error, none }, 'a case has no clip');
      return { none };
    } finally {
      if (clip) await unlink(clip.file).catch(() => undefined);
    }
  }

  #idle(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done);
        this.#wake = undefined;
        resolve();
      };
      this.#wake = done;
      signal.addEventListener('abort', done);
    });
  }
}

type Made = { clip: Clip; file: StoredFile } | NoClip;

/** What is sealed of a clip; times in ms from the act. */
function clipBody({ manifest, camera, actMs, fromMs, toMs, errMs }: ClipWish, made: Made): ClipBody {
  const ms = (utcMs: number) => Math.round(utcMs - actMs);
  const clip = 'none' in made ? made : described(made, ms, errMs);
  const asked = { fromMs: ms(fromMs), toMs: ms(toMs) };
  return {
    ...{ schema: 'evidence.clip-body.v1', case: manifest, camera },
    ...{ act: utcText(actMs), asked, clip },
  };
}

function described(
  { clip, file: { sha256, bytes } }: Exclude<Made, NoClip>,
  ms: (utcMs: number) => number,
  errMs: number,
): Exclude<ClipBody['clip'], NoClip> {
  return {
    file: { path: 'files/clip.mp4', role: 'clip', mime: 'video/mp4', sha256, bytes },
    ...{ fromMs: ms(clip.startsAtMs), toMs: ms(clip.endsAtMs) },
    ...{ errMs, missingMs: Math.round(clip.missingMs) },
  };
}

function isFull(error: unknown): boolean {
  if (error instanceof AgentError) return error.code === 'DISK_FULL';
  return error instanceof Error && 'code' in error && /ENOSPC|EDQUOT/.test(String(error.code));
}
