import { mkdirSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { copyFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkClip, copyClip } from './copy-clip.ts';
import { gapsMs, segmentName, segmentsWithin, segmentTimes, tooMany, type Segment } from './segment-index.ts';

/** Clips are the first thing to give way: this part of the disk stays free of them. */
const LEAVE_FREE = 0.2;
/** Room for the piece being written. */
const ONE_PIECE = 16_000_000;
/** What a camera sent is on the disk so much later: learned from clip to clip, within these bounds. */
const WRITING_MS = { first: 700, least: 400, most: 2_500, step: 350 } as const;
/** When nothing more has come by then, the clip is shorter than asked for. */
const GIVE_UP_MS = 3_000;
const MAX_TRIES = 12;

/** A clip that was cut; times are UTC, Unix milliseconds, with the error of the frames it is made of. */
export interface Clip {
  file: string;
  bytes: number;
  startsAtMs: number;
  endsAtMs: number;
  /** Inside it nothing came from the camera for so long. */
  missingMs: number;
}

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
  #writingMs: number = WRITING_MS.first;
  /** The piece that is being written, by the stream that runs; the first one starts when its first picture is known. */
  #open: { name: string; startS: number | undefined; toUtc: StampToUtc } | undefined;

  /** @param budgetBytes for complete pieces; the one being written comes on top */
  constructor(dir: string, budgetBytes: number) {
    this.dir = dir;
    this.#budgetBytes = budgetBytes;
    mkdirSync(dir, { recursive: true });
    for (const name of readdirSync(dir)) {
      const times = segmentTimes(name);
      const file = join(dir, name);
      if (times) this.#segments.push({ file, ...times, bytes: statSync(file).size });
      // Left by a stream that was killed: its times are not known.
      else if (name.startsWith('part-')) rmSync(file, { force: true });
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

  /** A new stream begins to write here. */
  restart(toUtc: StampToUtc): void {
    this.#open = { name: FIRST, startS: undefined, toUtc };
  }

  /**
   * A picture of the running stream was decoded; the first one is the first that is recorded. ffmpeg itself says that
   * the first piece starts at zero, although what comes before a key frame is not written: up to seconds.
   */
  picture(stampS: number): void {
    const open = this.#open;
    if (open?.name === FIRST) open.startS ??= stampS;
  }

  /** A piece is complete; it gets its name and place, and the oldest ones make room. */
  async add({ name, startS, endS }: { name: string; startS: number; endS: number }): Promise<void> {
    const open = this.#open;
    if (open === undefined) return;
    const firstS = name === FIRST ? (open.startS ?? startS) : startS;
    const [startMs, endMs] = [open.toUtc(firstS), open.toUtc(endS)];
    this.#open = { ...open, name: nextPart(name), startS: endS };
    if (startMs === undefined || endMs === undefined || endMs <= startMs) {
      await unlink(join(this.dir, name)).catch(() => undefined);
      return;
    }
    const file = join(this.dir, segmentName({ startMs, endMs }));
    await rename(join(this.dir, name), file);
    this.#segments.push({ file, startMs, endMs, bytes: (await stat(file)).size });
    await this.#makeRoom();
  }

  /**
   * The stream around an event, as an MP4 that begins with a key frame at or before `fromMs` and is checked to
   * play. Waits, where it must, until the last frame is written. Undefined when nothing of the span is kept.
   * Throws BAD_VIDEO, DISK_FULL.
   *
   * @param fromMs UTC, Unix milliseconds
   * @param into folder for the clip
   * @param nowMs UTC now, to know what is still to come
   */
  async cut(fromMs: number, toMs: number, into: string, nowMs: () => number): Promise<Clip | undefined> {
    const until = performance.now() + Math.min(60_000, Math.max(0, toMs + this.#writingMs - nowMs()));
    while (performance.now() < until) await sleep(100);
    const clip = await this.#cutWhole(fromMs, toMs, into, nowMs);
    if (clip) await checkClip(clip.file);
    return clip;
  }

  /** Cuts until the last frame is there: it may lie in ffmpeg’s buffers, or come late through a slow line. */
  async #cutWhole(
    fromMs: number,
    toMs: number,
    into: string,
    nowMs: () => number,
  ): Promise<Clip | undefined> {
    let [endsAtMs, grewMs] = [-Infinity, nowMs()];
    for (let tries = 1; ; tries += 1) {
      const clip = await this.#cutNow(fromMs, toMs, into, nowMs());
      const isWhole = clip !== undefined && clip.endsAtMs >= toMs;
      if (isWhole && tries === 1) this.#writingMs = Math.max(WRITING_MS.least, this.#writingMs * 0.95);
      if (clip === undefined || isWhole || tries === MAX_TRIES) return clip;
      // More is waited for while more comes.
      if (clip.endsAtMs > endsAtMs) [endsAtMs, grewMs] = [clip.endsAtMs, nowMs()];
      else if (nowMs() > Math.max(toMs, grewMs) + GIVE_UP_MS) return clip;
      this.#writingMs = Math.min(WRITING_MS.most, this.#writingMs + WRITING_MS.step / 2);
      await sleep(tries * WRITING_MS.step);
    }
  }

  async #cutNow(fromMs: number, toMs: number, into: string, nowMs: number): Promise<Clip | undefined> {
    const pieces = segmentsWithin(this.#segments, fromMs, toMs);
    const opened = await this.#copyOpen(toMs, into, nowMs);
    if (opened && opened.endMs > fromMs) pieces.push(opened);
    try {
      const [first] = pieces;
      if (first === undefined) return undefined;
      const file = join(into, `clip-${Math.round(fromMs)}-${Math.round(toMs)}.mp4`);
      const lastMs = Math.max(...pieces.map(({ endMs }) => endMs));
      const wantedMs = Math.min(lastMs, Math.max(toMs + 500, first.startMs + 1000));
      const lengthS = await copyClip(pieces, file, (wantedMs - first.startMs) / 1000);
      return {
        ...{ file, bytes: (await stat(file)).size, startsAtMs: first.startMs },
        ...{ endsAtMs: first.startMs + lengthS * 1000, missingMs: gapsMs(pieces) },
      };
    } finally {
      if (opened) await unlink(opened.file).catch(() => undefined);
    }
  }

  /** The piece being written, as far as it is, when the span reaches into it. */
  async #copyOpen(toMs: number, into: string, nowMs: number): Promise<Segment | undefined> {
    const open = this.#open;
    const startMs = open?.startS === undefined ? undefined : open.toUtc(open.startS);
    if (open === undefined || startMs === undefined || startMs >= toMs) return undefined;
    const file = join(into, `open-${Math.round(startMs)}-${Math.round(toMs)}.mkv`);
    try {
      await copyFile(join(this.dir, open.name), file);
      const { size } = await stat(file);
      if (size > 0) return { file, startMs, endMs: nowMs, bytes: size };
    } catch {
      // It became a complete piece meanwhile, or there is none.
    }
    await unlink(file).catch(() => undefined);
    return undefined;
  }

  async #makeRoom(): Promise<void> {
    const { bavail, bsize, blocks } = statfsSync(this.dir);
    const lackingBytes = Math.max(0, blocks * bsize * LEAVE_FREE - bavail * bsize);
    const gone = new Set(tooMany(this.#segments, Math.min(this.#budgetBytes, this.bytes - lackingBytes)));
    this.#segments = this.#segments.filter((segment) => !gone.has(segment));
    for (const { file } of gone) await unlink(file).catch(() => undefined);
  }
}

const partName = (number: number) => `part-${String(number).padStart(9, '0')}.mkv`;
const FIRST = partName(0);
const nextPart = (name: string) => partName(Number(name.replace(/\D/g, '')) + 1);
