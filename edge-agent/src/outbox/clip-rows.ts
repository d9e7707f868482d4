import type { Db } from './database.ts';

/** A clip that a case was promised; UTC, Unix ms. */
export interface ClipWish {
  /** SHA-256 of the case’s manifest. */
  manifest: string;
  camera: string;
  actMs: number;
  fromMs: number;
  toMs: number;
  /** Error of these times, ms. */
  errMs: number;
}

/** A clip on the disk. */
export interface KeptClip {
  file: string;
  bytes: number;
  actMs: number;
  /** The centre has not yet said that it has the case, or the clip is still to be sent. */
  isWaiting: boolean;
}

/** The clips of cases: to be cut, and kept. Several cases may share one file. */
export class ClipRows {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  want({ manifest, camera, actMs, fromMs, toMs, errMs }: ClipWish, event: string): void {
    this.#db
      .prepare(
        'INSERT INTO clips (manifest, event, camera, act_ms, from_ms, to_ms, err_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(manifest, event, camera, ...[actMs, fromMs, toMs, errMs].map(Math.round));
  }

  /** The one of this camera whose last frame comes first. */
  next(camera: string): ClipWish | undefined {
    return this.#db
      .prepare<[string], ClipWish>(
        `SELECT manifest, camera, act_ms AS actMs, from_ms AS fromMs, to_ms AS toMs, err_ms AS errMs
         FROM clips WHERE camera = ? AND file IS NULL ORDER BY to_ms LIMIT 1`,
      )
      .get(camera);
  }

  /** It was cut, or never will be; gives the event of its case, and whether the centre asked for it meanwhile. */
  settle(
    manifest: string,
    clip: { file: string; bytes: number } | undefined,
  ): { event: string; isAsked: boolean } {
    const row = this.#db
      .prepare<[string], { event: string; asked: number }>(
        'SELECT event, asked FROM clips WHERE manifest = ?',
      )
      .get(manifest);
    if (clip) {
      const { file, bytes } = clip;
      this.#db.prepare('UPDATE clips SET file = ?, bytes = ? WHERE manifest = ?').run(file, bytes, manifest);
    } else this.#db.prepare('DELETE FROM clips WHERE manifest = ?').run(manifest);
    return { event: row?.event ?? '', isAsked: row?.asked === 1 };
  }

  /** What is kept of a camera, by file; the newest act that it belongs to counts. */
  kept(camera: string): KeptClip[] {
    return this.#db
      .prepare<[string], Omit<KeptClip, 'isWaiting'> & { waiting: number }>(
        `SELECT file, bytes, max(act_ms) AS actMs, max(EXISTS (SELECT 1 FROM events WHERE id = event)
           OR EXISTS (SELECT 1 FROM media WHERE media.file = clips.file AND refused IS NULL)) AS waiting
         FROM clips WHERE camera = ? AND file IS NOT NULL GROUP BY file`,
      )
      .all(camera)
      .map(({ waiting, ...clip }) => ({ ...clip, isWaiting: waiting === 1 }));
  }

  isKept(file: string): boolean {
    return this.#db.prepare('SELECT 1 FROM clips WHERE file = ?').get(file) !== undefined;
  }

  /** The file is to be deleted; false when it has to be sent first, as somebody asked for it meanwhile. */
  forget(file: string): boolean {
    const { changes } = this.#db
      .prepare(
        `DELETE FROM clips WHERE file = ?
           AND NOT EXISTS (SELECT 1 FROM media WHERE media.file = clips.file AND refused IS NULL)`,
      )
      .run(file);
    return changes > 0;
  }
}
