import { basename } from 'node:path';
import type { ClipAnswer, ClipRequest } from '@vamco/contracts';
import type { Db } from './database.ts';
import type { StoredMedia } from './media-files.ts';

/** What a box has of a clip that somebody asks for. */
export interface AskedClip {
  /** Did this box seal this case under this manifest? */
  isOwn: boolean;
  /** Undefined when none is kept, nor to be cut. */
  clip: { file: string | undefined; isRefused: boolean } | undefined;
}

/** What identifies a request, and the case that it names. */
export type AskedCase = Pick<ClipRequest, 'id' | 'case' | 'manifest'>;

/** Answers are remembered for so long; after that a repeated request is answered as a new one. */
const REMEMBER_MS = 30 * 24 * 3_600_000;

/** Requests for clips, and what was answered to each. */
export class ClipRequestRows {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  find(request: AskedCase): AskedClip {
    const isOwn = this.#db
      .prepare('SELECT 1 FROM seals WHERE manifest = ? AND event = ?')
      .get(request.manifest, request.case);
    const row = this.#db
      .prepare<[string], { file: string | null; refused: number }>(
        `SELECT file, EXISTS (SELECT 1 FROM media WHERE media.file = clips.file AND refused IS NOT NULL) AS refused
         FROM clips WHERE manifest = ?`,
      )
      .get(request.manifest);
    return {
      isOwn: isOwn !== undefined,
      clip: row && { file: row.file ?? undefined, isRefused: row.refused === 1 },
    };
  }

  onTheirWay(): string[] {
    return this.#db
      .prepare<[], string>(
        'SELECT r.id FROM clip_requests r WHERE EXISTS (SELECT 1 FROM events e WHERE e.id = r.event)',
      )
      .pluck()
      .all();
  }

  brokenPromises(): AskedCase[] {
    return this.#db
      .prepare<[], AskedCase>(
        `SELECT r.id, r.case_event AS "case", r.manifest FROM clip_requests r JOIN clips c ON c.manifest = r.manifest
         JOIN media m ON m.file = c.file WHERE r.answer = 'coming' AND m.refused IS NOT NULL`,
      )
      .all();
  }

  /** @param event id of the event that carries the answer */
  note(request: AskedCase, answer: ClipAnswer, event: string, nowMs: number): void {
    this.#db.prepare('DELETE FROM clip_requests WHERE answered_ms < ?').run(nowMs - REMEMBER_MS);
    this.#db
      .prepare('INSERT OR REPLACE INTO clip_requests VALUES (?, ?, ?, ?, ?, ?)')
      .run(request.id, request.case, request.manifest, answer, event, nowMs);
  }

  /** The clip goes, now or as soon as it is cut; gives its file when there is one already. */
  markAsked({ manifest }: AskedCase): StoredMedia | undefined {
    const row = this.#db
      .prepare<[string], { file: string | null; bytes: number }>(
        'UPDATE clips SET asked = 1 WHERE manifest = ? RETURNING file, coalesce(bytes, 0) AS bytes',
      )
      .get(manifest);
    // Clips lie under the hash of their bytes, and the uploader checks that they still have it.
    return row?.file == null
      ? undefined
      : { sha256: basename(row.file, '.mp4'), bytes: row.bytes, file: row.file };
  }

  /** The clip and the sealed documents that it is shown with need not wait behind other originals. */
  hurry({ case: event, manifest }: AskedCase, lane: number): void {
    this.#db
      .prepare(
        `UPDATE media SET lane = @lane WHERE lane > @lane AND (sha256 IN (SELECT manifest FROM seals WHERE event = @event)
           OR file IN (SELECT file FROM clips WHERE manifest = @manifest))`,
      )
      .run({ lane, event, manifest });
  }
}
