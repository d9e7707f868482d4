import Database from 'better-sqlite3';
import { keepStatements } from '../base/keep-statements.ts';
import type { Account, PlateFunnel, RidersFunnel } from './account.ts';
import type { RuleVerdict } from '../rules/rule-hit.ts';
import { plateStep } from './account.ts';
import { openOrAnew } from './account-file.ts';

const KEEP_MS = 24 * 3_600_000;
/** A busy junction has 60,000 vehicles a day; eight cameras may not fill the disk: some 150 MB. */
const MAX_ROWS = 500_000;
/** Looked at each so many rows: deleting is not worth its time at every vehicle. */
const PRUNE_EVERY = 500;
const HOUR_MS = 3_600_000;

/** Vehicles and claimed plates of one camera in the last full hour, and its own normal of the hours before. */
export interface PlateRate {
  vehicles: number;
  read: number;
  /** Plates per thousand vehicles over the hours before, up to a day; undefined without any. */
  usualPerMille: number | undefined;
}

interface Row {
  camera: string;
  run: string;
  track: number;
  class: string;
  from_ms: number;
  to_ms: number;
  frames: number;
  widest: number;
  plate: string | null;
  riders: string | null;
  verdicts: string;
}

/**
 * What happened to every vehicle of the last 24 hours: the memory behind “why not?”. A file of its own, which a person may
 * read while the box runs. It proves nothing and may be lost: it is not synced, and a full disk only makes it forget.
 */
export class AccountBook {
  readonly #db: Database.Database;
  #added = 0;

  /** @param file made when it is not there; with `readonly` it must be */
  constructor(file: string, { readonly = false } = {}) {
    this.#db = readonly ? new Database(file, { readonly }) : openOrAnew(file);
    keepStatements(this.#db);
  }

  add(account: Account): void {
    const {
      camera,
      run,
      track,
      class: name,
      fromMs,
      toMs,
      frames,
      widest,
      plate,
      riders,
      verdicts,
    } = account;
    const [from, to] = [Math.round(fromMs), Math.round(toMs)];
    this.#db
      .prepare(
        `INSERT INTO accounts (camera, run, track, class, from_ms, to_ms, frames, widest, step, plate, riders, verdicts)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[camera, run, track, name, from, to, frames, widest, plateStep(plate)],
        ...[plate, riders].map((funnel) => (funnel ? JSON.stringify(funnel) : null)),
        this.#saidOf(verdicts, to),
      );
    this.#added += 1;
    if (this.#added % PRUNE_EVERY === 1) this.prune(toMs);
  }

  /** What the rules said of most vehicles they said of others before: it is kept once. */
  #saidOf(verdicts: readonly RuleVerdict[], toMs: number): number | undefined {
    return this.#db
      .prepare<[string, number], number>(
        `INSERT INTO said (verdicts, last_ms) VALUES (?, ?)
         ON CONFLICT (verdicts) DO UPDATE SET last_ms = max(last_ms, excluded.last_ms) RETURNING id`,
      )
      .pluck()
      .get(JSON.stringify(verdicts), toMs);
  }

  /** Everyone whom a camera saw between two moments (Unix ms), in the order in which they left. */
  between(camera: string, fromMs: number, toMs: number, limit = 100): Account[] {
    return this.#db
      .prepare<(string | number)[], Row>(
        `SELECT accounts.*, said.verdicts AS verdicts FROM accounts JOIN said ON said.id = accounts.verdicts
         WHERE camera = ? AND to_ms >= ? AND from_ms <= ? ORDER BY to_ms LIMIT ?`,
      )
      .all(camera, fromMs, toMs, limit)
      .map((row) => ({
        ...{ camera: row.camera, run: row.run, track: row.track, class: row.class },
        ...{ fromMs: row.from_ms, toMs: row.to_ms, frames: row.frames, widest: row.widest },
        plate: row.plate === null ? undefined : (JSON.parse(row.plate) as PlateFunnel),
        riders: row.riders ? (JSON.parse(row.riders) as RidersFunnel) : undefined,
        verdicts: JSON.parse(row.verdicts) as RuleVerdict[],
      }));
  }

  cameras(): string[] {
    return this.#db.prepare<[], string>('SELECT DISTINCT camera FROM accounts ORDER BY camera').pluck().all();
  }

  /** Plates per vehicle in the last full hour, against the camera’s own hours before. */
  rate(camera: string, nowMs: number): PlateRate {
    const end = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
    const count = (fromMs: number, toMs: number) => {
      const row = this.#db
        .prepare<(string | number)[], { vehicles: number; read: number | null }>(
          `SELECT count(*) AS vehicles, sum(step = 'claimed') AS read FROM accounts
           WHERE camera = ? AND to_ms >= ? AND to_ms < ? AND plate IS NOT NULL`,
        )
        .get(camera, fromMs, toMs);
      return { vehicles: row?.vehicles ?? 0, read: row?.read ?? 0 };
    };
    const before = count(end - KEEP_MS, end - HOUR_MS);
    const usualPerMille =
      before.vehicles > 0 ? Math.round((before.read / before.vehicles) * 1000) : undefined;
    return { ...count(end - HOUR_MS, end), usualPerMille };
  }

  /** Forgets what is older than a day, and the oldest of too many. */
  prune(nowMs: number): void {
    this.#db.prepare('DELETE FROM accounts WHERE to_ms < ?').run(nowMs - KEEP_MS);
    this.#db.prepare('DELETE FROM said WHERE last_ms < ?').run(nowMs - KEEP_MS);
    this.#db.prepare('DELETE FROM accounts WHERE id <= (SELECT max(id) FROM accounts) - ?').run(MAX_ROWS);
  }

  close(): void {
    this.#db.close();
  }
}
