import type {
  CasePicture,
  CaseState,
  Decision,
  Overview,
  PlateItem,
  PlateRead,
  PlateReadV1,
  ViolationCase,
  ViolationDetectedV1,
  ViolationItem,
} from '@vamco/contracts';
import type { Db } from './database.ts';

interface EventRow {
  payload: string;
  hash: string;
  stored_at: string;
  state: CaseState;
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
    const where = state === 'all' ? '' : 'AND v.state = ?';
    const rows = this.#db
      .prepare<(string | number)[], EventRow>(
        `${selectViolations} WHERE (v.at, v.id) < (?, ?) ${where} ORDER BY v.at DESC, v.id DESC LIMIT ?`,
      )
      .all(at, id, ...(state === 'all' ? [] : [state]), limit);
    return rows.map((row) => this.#item(row));
  }

  item(id: string): ViolationItem | undefined {
    const row = this.#row(id);
    return row && this.#item(row);
  }

  /** A case as it is stored; the law is added by who knows the tables. */
  get(id: string): Omit<ViolationCase, 'law' | 'clip' | 'clipState'> | undefined {
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
    const crop = this.#platePicture(event);
    return {
      ...this.#item(row),
      ruleVersion: data.rule.version,
      riders: data.riders ?? null,
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
      sealed: data.manifest !== undefined && this.#isHere(data.manifest),
      pictures: [...pictures, ...(overlay ? [overlay] : []), ...(crop ? [crop] : [])],
      decisions: this.decisions(id),
    };
  }

  /** The event of a case as the box sent it. */
  payload(id: string): string | undefined {
    return this.#row(id)?.payload;
  }

  decisions(violation: string): Decision[] {
    return this.#db
      .prepare<[string], Omit<Decision, 'by'> & { by_id: string; by_name: string }>(
        'SELECT * FROM decisions WHERE violation = ? ORDER BY rowid',
      )
      .all(violation)
      .map(({ by_id: id, by_name: name, ...decision }) => ({ ...decision, by: { id, name } }));
  }

  /** Appends, if the officer saw all earlier decisions; false when somebody was faster. */
  decide({ id, violation, outcome, reason, note, by, at }: Decision, after: number): boolean {
    const append = this.#db.transaction(() => {
      if (this.decisions(violation).length !== after) return false;
      this.#db
        .prepare('INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
        .run(id, violation, outcome, reason, note, by.id, by.name, at);
      return true;
    });
    return append.immediate();
  }

  /** @param day today in Vietnam, `2026-11-24` */
  overview(day: string): Overview {
    const read = (sql: string, ...values: string[]) =>
      this.#db.prepare<string[], { n: number | null }>(sql).get(...values)?.n ?? 0;
    const count = (what: string) => read('SELECT n FROM daily_counts WHERE day = ? AND what = ?', day, what);
    return {
      pending: read("SELECT sum(n) AS n FROM state_counts WHERE state IN ('pending', 'unsure')"),
      decidedToday: count('decision'),
      violationsToday: count('violation.detected.v1'),
      passagesToday: count('passage.recorded.v1'),
    };
  }

  #row(id: string): EventRow | undefined {
    return this.#db.prepare<[string], EventRow>(`${selectViolations} WHERE v.id = ?`).get(id);
  }

  #item({ payload, stored_at: storedAt, state }: EventRow): ViolationItem {
    const { id, box, time, data } = JSON.parse(payload) as ViolationDetectedV1;
    const plate = this.#plate({ box, data });
    const still = data.stills.find(({ role }) => role === 'at') ?? data.stills[0];
    return {
      id,
      state,
      rule: data.rule.id,
      class: data.class,
      at: time.utc,
      storedAt,
      box,
      camera: data.camera,
      place: data.place.name,
      score: data.score,
      exemption: data.exemption ?? null,
      plate: plate ? plateItem(plate.data.plate) : null,
      thumbnail: still ? this.#url(still.media.sha256) : null,
    };
  }

  /** The violations of the vehicle whose plate was read. */
  itemsOfTrack({ box, data }: Pick<PlateReadV1, 'box' | 'data'>): ViolationItem[] {
    const rows = this.#db
      .prepare<(string | number)[], { violation: string }>(
        'SELECT violation FROM violation_tracks WHERE box = ? AND camera = ? AND run = ? AND track = ?',
      )
      .all(box, data.camera, data.track.run, data.track.id);
    return rows.flatMap(({ violation }) => this.item(violation) ?? []);
  }

  /** The newest reading of the plate of a violation's vehicle. */
  #plate({ box, data }: Pick<ViolationDetectedV1, 'box' | 'data'>): PlateReadV1 | undefined {
    const row = this.#db
      .prepare<(string | number)[], { payload: string }>(
        'SELECT e.payload FROM plates p JOIN events e ON e.id = p.event WHERE p.box = ? AND p.camera = ? AND p.run = ? AND p.track = ?',
      )
      .get(box, data.camera, data.track.run, data.track.id);
    return row && (JSON.parse(row.payload) as PlateReadV1);
  }

  #platePicture(event: ViolationDetectedV1): CasePicture | undefined {
    const read = this.#plate(event);
    const crop = read?.data.plate.crop;
    if (!read || !crop) return undefined;
    const { sha256 } = crop.media;
    const at = new Date(Date.parse(read.time.utc) + crop.atMs).toISOString();
    return { role: 'plate', at, box: null, sha256, url: this.#url(sha256) };
  }

  #url(sha256: string): string | null {
    return this.#isHere(sha256) ? `/media/${sha256}` : null;
  }

  #isHere(sha256: string): boolean {
    return this.#db.prepare('SELECT 1 FROM media WHERE sha256 = ?').get(sha256) !== undefined;
  }
}

function plateItem({ display, confidence, colour, layout, raw, alternatives }: PlateRead): PlateItem {
  return { display: display ?? null, confidence, colour, layout, raw, alternatives: alternatives ?? [] };
}

const selectViolations =
  'SELECT e.payload, e.hash, e.stored_at, v.state FROM violations v JOIN events e ON e.id = v.id';
