/** Numbered and forward only; the number of applied ones is SQLite's `user_version`. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE boxes (
    id TEXT PRIMARY KEY, public_key TEXT NOT NULL, enrolled_at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'never-seen', last_event_at TEXT, health TEXT
  );
  CREATE TABLE events (
    id TEXT PRIMARY KEY, box TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, schema TEXT NOT NULL,
    payload TEXT NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL, stored_at TEXT NOT NULL, stored_ms INTEGER NOT NULL,
    UNIQUE (box, epoch, seq)
  );
  CREATE INDEX events_by_time ON events (schema, at);
  -- Which numbers of an epoch are spoken for, as ranges: an ack is read from here, not counted from events.
  CREATE TABLE received (
    box TEXT NOT NULL, epoch TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (box, epoch, first)
  ) WITHOUT ROWID;
  CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY, received_at TEXT NOT NULL, topic TEXT NOT NULL, payload BLOB NOT NULL,
    payload_sha256 TEXT NOT NULL UNIQUE, code TEXT NOT NULL, reason TEXT NOT NULL
  );
  CREATE TABLE media (sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, box TEXT NOT NULL, stored_at TEXT NOT NULL);
  CREATE TABLE decisions (
    id TEXT PRIMARY KEY, violation TEXT NOT NULL REFERENCES events (id), outcome TEXT NOT NULL, reason TEXT NOT NULL,
    note TEXT NOT NULL, by_id TEXT NOT NULL, by_name TEXT NOT NULL, at TEXT NOT NULL
  );
  CREATE INDEX decisions_of ON decisions (violation, at);
  CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
  CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
  CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
  CREATE TABLE users (
    id TEXT PRIMARY KEY, username TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,
    password TEXT NOT NULL, disabled INTEGER NOT NULL DEFAULT 0, must_change INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE sessions (
    token_sha256 TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES users (id), csrf TEXT NOT NULL, expires_ms INTEGER NOT NULL
  );
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, about TEXT NOT NULL
  );
  CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  CREATE TRIGGER audit_remains BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  `,
];
