import { join } from 'node:path';
import Database from 'better-sqlite3';

export interface Summary {
  events: number;
  passages: number;
  violations: number;
  /** Milliseconds from the frame that decided a violation to its commit at the centre. */
  latencyMs: { p50: number | null; worst: number | null };
}

/** Reads what the centre has stored so far, straight from its database. */
export function summarise(centralData: string): Summary {
  const db = new Database(join(centralData, 'central.db'), { readonly: true });
  try {
    const rows = db
      .prepare<[], { schema: string; at: string; ms: number }>(
        'SELECT schema, at, stored_ms AS ms FROM events',
      )
      .all();
    const of = (schema: string) => rows.filter((row) => row.schema === schema);
    const delays = of('violation.detected.v1')
      .map(({ at, ms }) => ms - Date.parse(at))
      .sort((a, b) => a - b);
    return {
      events: rows.length,
      passages: of('passage.recorded.v1').length,
      violations: delays.length,
      latencyMs: { p50: delays[Math.floor((delays.length - 1) / 2)] ?? null, worst: delays.at(-1) ?? null },
    };
  } finally {
    db.close();
  }
}
