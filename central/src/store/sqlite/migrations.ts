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
  `
  -- What the list and the figures above it are read from: counting events anew for each one that arrives took
  -- longer the more there were (849 events a second fell to 41 with 12,000 violations stored).
  CREATE TABLE violations (
    id TEXT PRIMARY KEY REFERENCES events (id), at TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'pending'
  ) WITHOUT ROWID;
  CREATE INDEX violations_by_time ON violations (at, id);
  CREATE INDEX violations_by_state ON violations (state, at, id);
  -- Days are those of Asia/Ho_Chi_Minh.
  CREATE TABLE daily_counts (
    day TEXT NOT NULL, what TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (day, what)
  ) WITHOUT ROWID;
  CREATE TABLE state_counts (state TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;

  INSERT INTO violations SELECT id, at, coalesce(
    (SELECT outcome FROM decisions d WHERE d.violation = e.id ORDER BY d.rowid DESC LIMIT 1), 'pending')
    FROM events e WHERE schema = 'violation.detected.v1';
  INSERT INTO daily_counts SELECT date(at, '+7 hours') AS day, schema, count(*) FROM events GROUP BY day, schema;
  INSERT INTO daily_counts SELECT date(at, '+7 hours') AS day, 'decision', count(*) FROM decisions GROUP BY day;
  INSERT INTO state_counts SELECT state, count(*) FROM violations GROUP BY state;

  CREATE TRIGGER events_counted AFTER INSERT ON events BEGIN
    INSERT INTO daily_counts VALUES (date(NEW.at, '+7 hours'), NEW.schema, 1)
      ON CONFLICT DO UPDATE SET n = n + 1;
  END;
  CREATE TRIGGER violations_listed AFTER INSERT ON events WHEN NEW.schema = 'violation.detected.v1' BEGIN
    INSERT INTO violations (id, at) VALUES (NEW.id, NEW.at);
    INSERT INTO state_counts VALUES ('pending', 1) ON CONFLICT DO UPDATE SET n = n + 1;
  END;
  -- The newest decision is the one added last, whatever the clock said.
  CREATE TRIGGER decisions_count AFTER INSERT ON decisions BEGIN
    UPDATE state_counts SET n = n - 1 WHERE state = (SELECT state FROM violations WHERE id = NEW.violation);
    UPDATE violations SET state = NEW.outcome WHERE id = NEW.violation;
    INSERT INTO state_counts VALUES (NEW.outcome, 1) ON CONFLICT DO UPDATE SET n = n + 1;
    INSERT INTO daily_counts VALUES (date(NEW.at, '+7 hours'), 'decision', 1)
      ON CONFLICT DO UPDATE SET n = n + 1;
  END;
  `,
  `
  -- Which vehicle a violation is about, and the newest reading of each vehicle's plate: found by the track.
  CREATE TABLE violation_tracks (
    box TEXT NOT NULL, camera TEXT NOT NULL, run TEXT NOT NULL, track INTEGER NOT NULL, violation TEXT NOT NULL,
    PRIMARY KEY (box, camera, run, track, violation)
  ) WITHOUT ROWID;
  CREATE TABLE plates (
    box TEXT NOT NULL, camera TEXT NOT NULL, run TEXT NOT NULL, track INTEGER NOT NULL,
    seq INTEGER NOT NULL, event TEXT NOT NULL REFERENCES events (id), PRIMARY KEY (box, camera, run, track)
  ) WITHOUT ROWID;
  INSERT INTO violation_tracks SELECT box, payload ->> '$.data.camera', payload ->> '$.data.track.run',
    payload ->> '$.data.track.id', id FROM events WHERE schema = 'violation.detected.v1';
  CREATE TRIGGER violations_tracked AFTER INSERT ON events WHEN NEW.schema = 'violation.detected.v1' BEGIN
    INSERT INTO violation_tracks VALUES (NEW.box, NEW.payload ->> '$.data.camera', NEW.payload ->> '$.data.track.run',
      NEW.payload ->> '$.data.track.id', NEW.id);
  END;
  -- Events may come in any order: the reading with the highest number is the newest.
  CREATE TRIGGER plates_listed AFTER INSERT ON events WHEN NEW.schema = 'plate.read.v1' BEGIN
    INSERT INTO plates VALUES (NEW.box, NEW.payload ->> '$.data.camera', NEW.payload ->> '$.data.track.run',
      NEW.payload ->> '$.data.track.id', NEW.seq, NEW.id)
      ON CONFLICT DO UPDATE SET seq = excluded.seq, event = excluded.event WHERE excluded.seq > seq;
  END;
  `,
  `
  -- Evidence under stricter access: originals, clips, manifests leave the centre in a bundle only.
  ALTER TABLE media ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE seals (
    box TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, manifest TEXT NOT NULL,
    seal TEXT NOT NULL, PRIMARY KEY (box, epoch, seq)
  ) WITHOUT ROWID;
  CREATE TRIGGER seals_stay BEFORE UPDATE ON seals BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END;
  CREATE TRIGGER seals_remain BEFORE DELETE ON seals BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END;
  `,
  `
  -- What became of the clip of a case: the sealed record, and the clip itself where there is one, by their hashes.
  CREATE TABLE clips (
    box TEXT NOT NULL, manifest TEXT NOT NULL, record TEXT NOT NULL, clip TEXT, PRIMARY KEY (box, manifest)
  ) WITHOUT ROWID;
  `,
  `
  -- Who asked for the clip of a case: once a case, whoever else asks later.
  CREATE TABLE clip_requests (
    id TEXT PRIMARY KEY, violation TEXT NOT NULL UNIQUE REFERENCES events (id), box TEXT NOT NULL,
    manifest TEXT NOT NULL, by_id TEXT NOT NULL, by_name TEXT NOT NULL, at TEXT NOT NULL
  );
  CREATE INDEX clip_requests_of_box ON clip_requests (box);
  CREATE INDEX clip_requests_by_manifest ON clip_requests (manifest);
  CREATE TRIGGER clip_requests_stay BEFORE UPDATE ON clip_requests BEGIN SELECT RAISE(ABORT, 'requests are append-only'); END;
  CREATE TRIGGER clip_requests_remain BEFORE DELETE ON clip_requests BEGIN SELECT RAISE(ABORT, 'requests are append-only'); END;
  CREATE INDEX clips_by_record ON clips (record);
  CREATE INDEX clips_by_clip ON clips (clip);
  -- The newest answer to each, found without reading the events; a box answers for its own cases alone.
  CREATE TABLE clip_answers (
    request TEXT PRIMARY KEY REFERENCES clip_requests (id), epoch TEXT NOT NULL, seq INTEGER NOT NULL, answer TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TRIGGER clip_answers_listed AFTER INSERT ON events WHEN NEW.schema = 'clip.request-answered.v1' BEGIN
    INSERT INTO clip_answers SELECT id, NEW.epoch, NEW.seq, NEW.payload ->> '$.data.answer' FROM clip_requests
      WHERE id = NEW.payload ->> '$.data.request' AND box = NEW.box AND violation = NEW.payload ->> '$.data.case'
      ON CONFLICT DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, answer = excluded.answer
      WHERE excluded.epoch <> epoch OR excluded.seq > seq;
  END;
  `,
];
