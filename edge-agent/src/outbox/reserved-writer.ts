import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import { Ballast } from './ballast.ts';
import type { Db } from './database.ts';
import { isFull, plainError } from './errors.ts';

/** How long to wait before asking a full disk for the ballast again. */
const RELOAD_MS = 15_000;

/** Writes to a database in whole transactions, with room in reserve for when the disk is full. */
export class ReservedWriter {
  readonly #db: Db;
  readonly #file: string;
  readonly #ballast: Ballast;
  readonly #clock: Clock;
  readonly #log: Logger;
  #reloadAtMs = Infinity;

  /** Takes the reserve; throws when there is no room for it. */
  constructor(db: Db, parts: { file: string; dir: string; clock: Clock; log: Logger }) {
    this.#db = db;
    this.#file = parts.file;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#ballast = new Ballast(parts.dir);
    this.#ballast.load();
  }

  /**
   * The reserve is in use and cannot be taken back yet: it is for acknowledgements, which make room, and for violations.
   */
  isFull(): boolean {
    this.reload();
    return this.#reloadAtMs !== Infinity;
  }

  /** One transaction. Throws DISK_FULL or OUTBOX_BROKEN, and then nothing was written. */
  write<Result>(work: () => Result): Result {
    const transaction = this.#db.transaction(work);
    try {
      return transaction();
    } catch (cause) {
      if (!isFull(cause) || !this.#ballast.release()) throw plainError(cause, this.#file);
      this.#log.error({ code: 'DISK_FULL' }, 'the disk is full; the reserve is in use now, free some space');
      this.#reloadAtMs = this.#clock.now() + RELOAD_MS;
      try {
        return transaction();
      } catch (again) {
        throw plainError(again, this.#file);
      }
    }
  }

  /** Takes the reserve back, where there is room for it by now; tried every quarter of a minute. */
  reload(): void {
    if (this.#clock.now() < this.#reloadAtMs) return;
    try {
      this.#ballast.load();
      this.#reloadAtMs = Infinity;
    } catch {
      this.#reloadAtMs = this.#clock.now() + RELOAD_MS;
    }
  }
}
