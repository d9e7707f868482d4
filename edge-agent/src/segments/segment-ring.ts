import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { open, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentError } from '../base/errors.ts';
import { MARGIN_MS } from './clip-plan.ts';
import { cutClip, type Clip } from './cut-clip.ts';
import { extentOf } from './extent.ts';
import { readOpenPiece, type PiecePlace } from './pieces-at-hand.ts';
import {
  segmentName,
  segmentsWithin,
  segmentTimes,
  tooMany,
  wholeTimes,
  type Segment,
  type SegmentTimes,
} from './segment-index.ts';

/** Clips are the first thing to give way: this part of the disk stays free of them. */
const LEAVE_FREE = 0.2;
/** Room for the piece being written. */
const ONE_PIECE = 16_000_000;

/** Turns a stamp of the running stream into UTC milliseconds; undefined when it is not known yet. */
export type StampToUtc = (stampS: number) => number | undefined;

/**
 * The stream as it came, in pieces of a few seconds on the disk, inside a budget: the memory from which any event
 * gets its clip. Names carry the times, so a restart forgets nothing.
 */
export class SegmentRing {
  readonly dir: string;
  readonly #budgetBytes: number;
  #segments: Segment[] = [];
  /** The piece that is being written, by the stream that runs. */
  #open: { name: string; toUtc: StampToUtc } | undefined;
  /** Pieces get their names one after the other. */
  #last: Promise<void> = Promise.resolve();

  /** @param budgetBytes for complete pieces; the one being written comes on top */
  constructor(dir: string, budgetBytes: number) {
    this.dir = dir;
    this.#budgetBytes = budgetBytes;
    mkdirSync(dir, { recursive: true });
    for (const name of readdirSync(dir)) {
      const times = segmentTimes(name);
      const file = join(dir, name);
      if (times) this.#segments.push({ ...times, bytes: statSync(file).size });
      // Being written when the program ended: its times are not known.
      else if (/^(part|left)-/.test(name)) rmSync(file, { force: true });
    }
  }

  /** Whether the disk has room for more; events and evidence come first, so without it nothing is recorded. */
  get hasRoom(): boolean {
    const { bavail, bsize, blocks } = statfsSync(this.dir);
    return bavail * bsize > blocks * bsize * LEAVE_FREE + ONE_PIECE;
  }

  get bytes(): number {
    return this.#segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Start of the oldest piece, UTC ms; undefined when there is none. */
  get oldestMs(): number | undefined {
    return this.#segments.reduce<number | undefined>(
      (oldest, { startMs }) => (oldest === undefined ? startMs : Math.min(oldest, startMs)),
      undefined,
    );
  }

  /** A new stream begins to write here; what the one before left unfinished is kept. */
  restart(toUtc: StampToUtc): void {
    const old = this.#open;
    this.#open = { name: FIRST, toUtc };
    if (!old) return;
    // At once: the new stream uses the same names.
    const left = `left-${randomBytes(4).toString('hex')}.mkv`;
    try {
      renameSync(join(this.dir, old.name), join(this.dir, left));
    } catch {
      return;
    }
    this.#inTurn(async () => {
      const times = await this.#stamps(left);
      await this.#keep(left, times && [old.toUtc(times[0]), old.toUtc(times[1])]);
    }).catch(() => undefined);
  }

  /** A piece is complete; it gets its name and place, and the oldest ones make room. */
  add({ name, startS, endS }: { name: string; startS: number; endS: number }): Promise<void> {
    const open = this.#open;
    if (!open) return Promise.resolve();
    return this.#inTurn(async () => {
      // ffmpeg says that the first one starts at zero, although what comes before a key frame is not written.
      const firstS = name === FIRST ? (await this.#stamps(name))?.[0] : startS;
      await this.#keep(name, firstS === undefined ? undefined : [open.toUtc(firstS), open.toUtc(endS)]);
      if (this.#open === open) this.#open = { ...open, name: nextPart(name) };
    });
  }

  /**
   * The stream around an event as it was recorded, as an MP4 that begins with a key frame at or before `fromMs` and whose
   * key frames were decoded as a check. Waits, where it must, until the last frame is written; whoever asks a few seconds
   * before that has it sooner. Undefined when nothing of the span is kept. Throws BAD_VIDEO, DISK_FULL.
   *
   * @param fromMs UTC, Unix milliseconds
   * @param into folder for the clip
   * @param nowMs UTC now, to know what is still to come
   */
  cut(fromMs: number, toMs: number, into: string, nowMs: () => number): Promise<Clip | undefined> {
    const source = {
      places: this.#places,
      mayGrow: () => this.#open !== undefined && !this.#segments.some(({ startMs }) => startMs > toMs),
    };
    return cutClip(source, [fromMs, toMs], into, nowMs());
  }

  readonly #places = (fromMs: number, toMs: number): PiecePlace[] => {
    const places = segmentsWithin(this.#segments, fromMs - EARLIER_MS, toMs).map((segment): PiecePlace => ({
      file: this.#file(segment),
      startMs: () => segment.startMs,
      grows: false,
    }));
    const open = this.#open;
    if (open) places.push({ file: join(this.dir, open.name), startMs: open.toUtc, grows: true });
    return places;
  };

  /** Stamps of the first and the last picture, seconds. */
  async #stamps(name: string): Promise<readonly [number, number] | undefined> {
    const handle = await open(join(this.dir, name));
    try {
      const view = await readOpenPiece(handle).catch(unreadable);
      const { least, most } = extentOf(view?.pictures.map(({ stampMs }) => stampMs / 1000) ?? []);
      return view && [least, most];
    } finally {
      await handle.close();
    }
  }

  /** A piece whose times are not known is of no use. */
  async #keep(
    name: string,
    [startMs, endMs]: readonly (number | undefined)[] = [undefined, undefined],
  ): Promise<void> {
    if (startMs === undefined || endMs === undefined || endMs <= startMs) {
      await unlink(join(this.dir, name)).catch(() => undefined);
      return;
    }
    const times = wholeTimes({ startMs, endMs });
    await rename(join(this.dir, name), this.#file(times));
    this.#segments.push({ ...times, bytes: (await stat(this.#file(times))).size });
    await this.#makeRoom();
  }

  #file(times: SegmentTimes): string {
    return join(this.dir, segmentName(times));
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #makeRoom(): Promise<void> {
    const { bavail, bsize, blocks } = statfsSync(this.dir);
    const lackingBytes = Math.max(0, blocks * bsize * LEAVE_FREE - bavail * bsize);
    const gone = new Set(tooMany(this.#segments, Math.min(this.#budgetBytes, this.bytes - lackingBytes)));
    this.#segments = this.#segments.filter((segment) => !gone.has(segment));
    for (const segment of gone) await unlink(this.#file(segment)).catch(() => undefined);
  }
}

function unreadable(error: unknown): undefined {
  if (!(error instanceof AgentError)) throw error;
}
/** A clip begins with a key frame that is surely not late: it may lie in the piece before. */
const EARLIER_MS = MARGIN_MS + 100;
const partName = (number: number) => `part-${String(number).padStart(9, '0')}.mkv`;
const FIRST = partName(0);
const nextPart = (name: string) => partName(Number(name.replace(/\D/g, '')) + 1);
