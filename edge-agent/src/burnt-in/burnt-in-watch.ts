import type { BurntIn } from '@vamco/contracts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { Gray } from './letters.ts';
import { nameOf, type NameFinding } from './name-text.ts';
import { cutOverlay, textPictures } from './overlay-picture.ts';
import { readClock } from './read-clock.ts';
import type { ReadTexts, TextReader } from './text-reader.ts';
import type { ClockFinding } from './ticking.ts';

/** After the stream has begun: its clock has settled by then. */
const FIRST_MS = 10_000;
const EVERY_MS = 3_600_000;
/** Traffic behind the letters changes: what could not be read may be readable a little later. */
const AGAIN_MS = 600_000;
const LOOKS = 3;
/** Thirds of a second between looks divide the doubt that whole seconds leave. */
const APART_MS = 3_333;
const TOO_FAR_MS = 15_000;
/** Cameras show the time of Vietnam, which keeps UTC+7 all the year round. */
const LOCAL_MS = 7 * 3_600_000;

/** What a camera wrote into its picture, as far as it could be read. */
export interface BurntInReading {
  clock: ClockFinding | { why: 'no-reader' };
  name: NameFinding | undefined;
}

export interface BurntInParts {
  config: BurntIn;
  reader: Pick<TextReader, 'lend'>;
  /** The full-size picture of an analysed frame; undefined when it is gone. */
  readStill: (frame: number) => Promise<Buffer | undefined>;
  /** How far the picture may be from the frame in time, ms. */
  stillErrMs: number;
  clock: Pick<Clock, 'now'>;
  log: Logger;
  onRead: (reading: BurntInReading) => void;
}

interface CaptureTime {
  monoMs: number;
  utcMs: number;
  errMs: number;
}

interface Look extends CaptureTime {
  clock: Gray;
  name: Gray | undefined;
}

/**
 * Reads a camera's burnt-in clock and name: once an hour, in three pictures some seconds apart. Whatever goes wrong
 * in here is logged, and touches nothing else.
 */
export class BurntInWatch {
  readonly #parts: BurntInParts;
  #dueMs: number | undefined;
  #busy = false;
  #looks: Look[] = [];

  constructor(parts: BurntInParts) {
    this.#parts = parts;
  }

  /** Call with each analysed frame; returns at once. */
  frame(number: number, time: CaptureTime): void {
    const nowMs = this.#parts.clock.now();
    this.#dueMs ??= nowMs + FIRST_MS;
    if (this.#busy || nowMs < this.#dueMs) return;
    const sinceMs = time.monoMs - (this.#looks.at(-1)?.monoMs ?? -Infinity);
    if (sinceMs < APART_MS) return;
    if (sinceMs > TOO_FAR_MS) this.#looks = [];
    this.#busy = true;
    this.#look(number, time)
      .catch((error: unknown) => {
        this.#parts.log.warn({ err: error }, 'the burnt-in clock could not be looked at');
        this.#dueMs = this.#parts.clock.now() + AGAIN_MS;
      })
      .finally(() => {
        this.#busy = false;
      });
  }

  async #look(number: number, { monoMs, utcMs, errMs }: CaptureTime): Promise<void> {
    const { config, readStill, stillErrMs, clock } = this.#parts;
    const still = await readStill(number);
    if (still === undefined) return;
    const overlay = await cutOverlay(still, config.clock);
    const name = config.name && (await cutOverlay(still, config.name.region));
    this.#looks.push({ monoMs, utcMs, errMs: errMs + stillErrMs, clock: overlay, name });
    if (this.#looks.length < LOOKS) return;
    const reading = await this.#read(this.#looks.splice(0));
    this.#dueMs = clock.now() + ('why' in reading.clock ? AGAIN_MS : EVERY_MS);
    this.#parts.onRead(reading);
  }

  async #read(looks: readonly Look[]): Promise<BurntInReading> {
    const { config, reader, log } = this.#parts;
    const cuts = looks.map(({ clock, utcMs, errMs }) => ({
      overlay: clock,
      rightMs: utcMs + LOCAL_MS,
      errMs,
    }));
    try {
      return await reader.lend(async (read) => ({
        clock: await readClock(cuts, read, config.format),
        name: config.name && (await this.#readName(looks, config.name.text, read)),
      }));
    } catch (error) {
      log.warn({ code: 'NO_READER', err: error }, 'the burnt-in clock could not be read');
      return { clock: { why: 'no-reader' }, name: undefined };
    }
  }

  async #readName(looks: readonly Look[], expected: string, read: ReadTexts): Promise<NameFinding> {
    const names = looks.flatMap(({ name }) => name ?? []);
    const texts = await Promise.all(
      names.map(async (name) => [
        ...(await textPictures(name, 'bright')),
        ...(await textPictures(name, 'dark')),
      ]),
    );
    const found: string[][] = [];
    for (const pictures of texts) found.push(await read(pictures));
    return nameOf(found, expected);
  }
}
