import type { ClipAnswer, ClipRequest } from '@vamco/contracts';
import type { Db } from './database.ts';

/** A request as it was made: by whom, too. */
export interface NewClipRequest extends ClipRequest {
  by: { id: string; name: string };
}

/** A request whose clip is not here yet, and may still come. */
export interface OpenClipRequest extends ClipRequest {
  /** What the box said last, and in which epoch; null while it has said nothing. */
  answer: ClipAnswer | null;
  answerEpoch: string | null;
}

/** Requests for clips; they are only ever added. The answers are events of the boxes. */
export class ClipRequestStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** False when the clip of this case was asked for already. */
  add({ id, case: violation, box, manifest, by, at }: NewClipRequest): boolean {
    const { changes } = this.#db
      .prepare('INSERT INTO clip_requests VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (violation) DO NOTHING')
      .run(id, violation, box, manifest, by.id, by.name, at);
    return changes > 0;
  }

  /** Who asked for the clip of a case, when, and what the box says. */
  of(
    violation: string,
  ): { by: { id: string; name: string }; at: string; answer: ClipAnswer | undefined } | undefined {
    const row = this.#db
      .prepare<[string], { id: string; name: string; at: string; answer: ClipAnswer | null }>(
        `SELECT by_id AS id, by_name AS name, at, answer FROM clip_requests r
         LEFT JOIN clip_answers a ON a.request = r.id WHERE violation = ?`,
      )
      .get(violation);
    if (row === undefined) return undefined;
    const { id, name, at, answer } = row;
    return { by: { id, name }, at, answer: answer ?? undefined };
  }

  /** Those of a box whose clips are neither here nor known never to come; oldest first. */
  open(box: string): OpenClipRequest[] {
    return this.#db
      .prepare<[string], OpenClipRequest>(
        `SELECT r.id, r.box, r.violation AS "case", r.manifest, r.at, a.answer, a.epoch AS answerEpoch
         FROM clip_requests r LEFT JOIN clip_answers a ON a.request = r.id
         LEFT JOIN clips c ON c.box = r.box AND c.manifest = r.manifest
         WHERE r.box = ? AND coalesce(a.answer, 'coming') = 'coming' AND (c.record IS NULL
           OR (c.clip IS NOT NULL AND NOT EXISTS (SELECT 1 FROM media m WHERE m.sha256 = c.clip)))
         ORDER BY r.at`,
      )
      .all(box);
  }

  /** The cases that were asked for and that this file is part of: a clip, its record, or the manifest. */
  casesWith(sha256: string): string[] {
    return this.#db
      .prepare<{ sha256: string }, string>(
        `SELECT violation FROM clip_requests WHERE manifest = @sha256
         UNION SELECT r.violation FROM clips c JOIN clip_requests r ON r.box = c.box AND r.manifest = c.manifest
         WHERE c.clip = @sha256 OR c.record = @sha256`,
      )
      .pluck()
      .all({ sha256 });
  }
}
