/** Numbered and forward only; the number of applied ones is SQLite's `user_version`. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE chain (one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL, seq INTEGER NOT NULL, head TEXT NOT NULL);
  CREATE TABLE events (
    epoch TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, lane INTEGER NOT NULL,
    payload TEXT NOT NULL, payload_sha256 TEXT NOT NULL, made_ms INTEGER NOT NULL,
    PRIMARY KEY (epoch, seq)
  ) WITHOUT ROWID;
  CREATE INDEX events_in_order ON events (lane, epoch, seq);
  CREATE INDEX events_by_payload ON events (payload_sha256);
  CREATE TABLE media (sha256 TEXT PRIMARY KEY, file TEXT NOT NULL, bytes INTEGER NOT NULL, lane INTEGER NOT NULL, made_ms INTEGER NOT NULL);
  CREATE TABLE rejected (epoch TEXT, seq INTEGER, payload TEXT NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL);
  `,
  // The schema is read without parsing the payload, which may have rotted on the disk.
  `
  ALTER TABLE events ADD COLUMN schema TEXT NOT NULL DEFAULT '';
  UPDATE events SET schema = json_extract(payload, '$.schema') WHERE json_valid(payload);
  ALTER TABLE media ADD COLUMN refused TEXT;
  CREATE INDEX media_in_order ON media (refused, lane, made_ms);
  CREATE INDEX media_by_file ON media (file);
  `,
  // The chain of evidence: what a bundle shows of it. A seal is a few hundred bytes and is kept.
  `
  CREATE TABLE seals (
    epoch TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, manifest TEXT NOT NULL, event TEXT NOT NULL,
    seal TEXT NOT NULL, PRIMARY KEY (epoch, seq)
  ) WITHOUT ROWID;
  `,
  // Clips of cases: those to be cut yet, and those that are kept. A start goes on where a power cut ended.
  `
  CREATE TABLE clips (
    manifest TEXT PRIMARY KEY, event TEXT NOT NULL, camera TEXT NOT NULL,
    act_ms INTEGER NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, err_ms INTEGER NOT NULL,
    file TEXT, bytes INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX clips_in_order ON clips (camera, to_ms);
  CREATE INDEX clips_by_file ON clips (file);
  `,
  // Clips that the centre asked for, and the newest answer to each request: the same request is not answered twice at once.
  `
  ALTER TABLE clips ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE clip_requests (
    id TEXT PRIMARY KEY, case_event TEXT NOT NULL, manifest TEXT NOT NULL, answer TEXT NOT NULL,
    event TEXT NOT NULL, answered_ms INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX clip_requests_of ON clip_requests (manifest);
  CREATE INDEX seals_by_manifest ON seals (manifest);
  `,
];
