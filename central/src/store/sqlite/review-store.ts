import type {
  CaseState,
  Decision,
  Overview,
  ViolationCase,
  ViolationDetectedV1,
  ViolationItem,
} from '@vamco/contracts';
import type { Db } from './database.ts';

interface EventRow {
  payload: string;
  hash: string;
  stored_at: string;
  state: CaseState | null;
}

/** Violations as officers see them, and their decisions. */
export class ReviewStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Newest first, older than the cursor `before` (`at|id`). */
  list(state: CaseState | 'all', limit: number, before: string | undefined): ViolationItem[] {
    const [at = '9999', id = 'z'] = before?.split('|') ?? [];
    const rows = this.#db
      .prepare<[string, string, string, string, number], EventRow>(
        `${selectViolations} AND (e.at, e.id) < (?, ?) AND (? = 'all' OR coalesce(state, 'pending') = ?) ORDER BY e.at DESC, e.id DESC LIMIT ?`,
      )
      .all(at, id, state, state, limit);
    return rows.map((row) => this.#item(row));
  }

  item(id: string): ViolationItem | undefined {
    const row = this.#row(id);
    return row && this.#item(row);
  }

  get(id: string): ViolationCase | undefined {
    const row = this.#row(id);
    if (row === undefined) return undefined;
    const event = JSON.parse(row.payload) as ViolationDetectedV1;
    const { data, time } = event;
    const atMs = Date.parse(time.utc);
    const pictures = data.stills.map(({ role, atMs: offset, box, media }) => ({
      role,
      at: new Date(atMs + offset).toISOString(),
      box,
      sha256: media.sha256,
      url: this.#url(media.sha256),
    }));
    const overlay = data.overlay && {
      role: 'overlay' as const,
      at: time.utc,
      box: null,
      sha256: data.overlay.sha256,
      url: this.#url(data.overlay.sha256),
    };
    return {
      ...this.#item(row),
      ruleVersion: data.rule.version,
      zone: data.zone,
      began: data.began,
      errMs: time.errMs,
      timeSource: time.source,
      point: data.place.point ?? null,
      track: `${data.track.run}/${data.track.id}`,
      model: data.model,
      epoch: event.epoch,
      seq: event.seq,
      hash: row.hash,
      pictures: overlay ? [...pictures, overlay] : pictures,
      decisions: this.decisions(id),
    };
  }

  decisions(violation: string): Decision[] {
    return this.#db
      .prepare<[string], Omit<Decision, 'by'> & { by_id: string; by_name: string }>(
        'SELECT * FROM decisions WHERE violation = ? ORDER BY at, id',
      )
      .all(violation)
      .map(({ by_id: id, by_name: name, ...decision }) => ({ ...decision, by: { id, name } }));
  }

  /** Appends, if the officer saw all earlier decisions; false when somebody was faster. */
  decide({ id, violation, outcome, reason, note, by, at }: Decision, after: number): boolean {
    return this.#db.transaction(() => {
      if (this.decisions(violation).length !== after) return false;
      this.#db
        .prepare('INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
        .run(id, violation, outcome, reason, note, by.id, by.name, at);
      return true;
    })();
  }

  /** @param since start of today in Vietnam, as UTC text */
  overview(since: string): Overview {
    const count = (sql: string, ...values: string[]) =>
      this.#db.prepare<string[], { n: number }>(sql).get(...values)?.n ?? 0;
    const events = 'SELECT count(*) AS n FROM events WHERE schema = ? AND at >= ?';
    return {
      pending: count(
        `SELECT count(*) AS n FROM (${selectViolations} AND coalesce(state, 'pending') IN ('pending', 'unsure'))`,
      ),
      decidedToday: count('SELECT count(*) AS n FROM decisions WHERE at >= ?', since),
      violationsToday: count(events, 'violation.detected.v1', since),
      passagesToday: count(events, 'passage.recorded.v1', since),
    };
  }

  #row(id: string): EventRow | undefined {
    return this.#db.prepare<[string], EventRow>(`${selectViolations} AND e.id = ?`).get(id);
  }

  #item({ payload, stored_at: storedAt, state }: EventRow): ViolationItem {
    const { id, box, time, data } = JSON.parse(payload) as ViolationDetectedV1;
    const still = data.stills.find(({ role }) => role === 'at') ?? data.stills[0];
    return {
      id,
      state: state ?? 'pending',
      rule: data.rule.id,
      class: data.class,
      at: time.utc,
      storedAt,
      box,
      camera: data.camera,
      place: data.place.name,
      score: data.score,
      thumbnail: still ? this.#url(still.media.sha256) : null,
    };
  }

  #url(sha256: string): string | null {
    const here = this.#db.prepare('SELECT 1 FROM media WHERE sha256 = ?').get(sha256) !== undefined;
    return here ? `/media/${sha256}` : null;
  }
}

const selectViolations = `
  SELECT e.payload, e.hash, e.stored_at,
    (SELECT outcome FROM decisions d WHERE d.violation = e.id ORDER BY d.at DESC, d.id DESC LIMIT 1) AS state
  FROM events e WHERE e.schema = 'violation.detected.v1'`;
