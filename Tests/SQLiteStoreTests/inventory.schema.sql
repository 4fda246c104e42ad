CREATE TABLE schema_migrations (
    name       TEXT PRIMARY KEY,
    sha256     TEXT NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;

CREATE TABLE divisions (
    division_id INTEGER PRIMARY KEY,
    name        TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
    noun        TEXT NOT NULL CHECK (length(noun) BETWEEN 1 AND 64),
    hub_pattern TEXT NOT NULL CHECK (length(hub_pattern) BETWEEN 1 AND 253),
    twin        TEXT CHECK (twin IS NULL OR json_valid(twin) AND json_type(twin) = 'object'),
    payload     TEXT CHECK (payload IS NULL OR json_valid(payload) AND json_type(payload) = 'object')
, revision INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0)) STRICT;

CREATE TABLE rules (
    rule_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    position    INTEGER NOT NULL UNIQUE,
    kind        TEXT NOT NULL CHECK (kind IN ('suffix', 'contains')),
    pattern     TEXT NOT NULL COLLATE NOCASE CHECK (length(pattern) BETWEEN 1 AND 128),
    division_id INTEGER NOT NULL REFERENCES divisions, revision INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0),
    UNIQUE (kind, pattern)
) STRICT;

CREATE TABLE sqlite_sequence(name,seq);

CREATE TABLE revisions (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    policy INTEGER NOT NULL,
    keys   INTEGER NOT NULL
) STRICT;

CREATE TRIGGER divisions_inserted AFTER INSERT ON divisions BEGIN UPDATE revisions SET policy = policy + 1; END;

CREATE TRIGGER divisions_deleted AFTER DELETE ON divisions BEGIN UPDATE revisions SET policy = policy + 1; END;

CREATE TRIGGER rules_inserted AFTER INSERT ON rules BEGIN UPDATE revisions SET policy = policy + 1; END;

CREATE TRIGGER rules_deleted AFTER DELETE ON rules BEGIN UPDATE revisions SET policy = policy + 1; END;

CREATE TABLE "devices" (
    registration_id TEXT NOT NULL COLLATE NOCASE PRIMARY KEY CHECK (length(registration_id) BETWEEN 1 AND 128),
    division_id     INTEGER NOT NULL REFERENCES divisions,
    status          TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled', 'held', 'retired')),
    status_reason   TEXT,
    held_until      INTEGER CHECK (held_until IS NULL OR status = 'held'),
    pinned_hub      TEXT CHECK (length(pinned_hub) BETWEEN 1 AND 253),
    twin            TEXT CHECK (twin IS NULL OR json_valid(twin) AND json_type(twin) = 'object'),
    payload         TEXT CHECK (payload IS NULL OR json_valid(payload) AND json_type(payload) = 'object'),
    labels          TEXT CHECK (labels IS NULL OR json_valid(labels) AND json_type(labels) = 'array'),
    note            TEXT,
    revision        INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0),
    created_at      INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)),
    created_by      TEXT NOT NULL DEFAULT 'sqlite',
    updated_at      INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)),
    updated_by      TEXT NOT NULL DEFAULT 'sqlite'
) STRICT, WITHOUT ROWID;

CREATE TRIGGER devices_updated AFTER UPDATE ON devices WHEN NEW.revision = OLD.revision BEGIN
    UPDATE devices
       SET revision   = OLD.revision + 1,
           updated_at = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER),
           updated_by = 'sqlite'
     WHERE registration_id = NEW.registration_id;
END;

CREATE INDEX devices_by_division ON devices (division_id);

CREATE INDEX devices_by_updated_at ON devices (updated_at);

CREATE INDEX devices_not_active ON devices (status) WHERE status <> 'active';

CREATE INDEX devices_pinned ON devices (pinned_hub) WHERE pinned_hub IS NOT NULL;

CREATE TABLE change_sets (
    change_set_id   INTEGER PRIMARY KEY,
    made_at         INTEGER NOT NULL,
    actor           TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 256),
    kind            TEXT NOT NULL CHECK (kind IN ('edit', 'import', 'undo', 'seed')),
    request_id      BLOB CHECK (length(request_id) = 16),
    message         TEXT CHECK (length(message) BETWEEN 1 AND 1024),
    undoes          INTEGER REFERENCES change_sets,
    first_change_id INTEGER NOT NULL,
    last_change_id  INTEGER NOT NULL CHECK (last_change_id >= first_change_id)
, import_id BLOB CHECK (length(import_id) = 16), source TEXT CHECK (length(source) BETWEEN 1 AND 1024), created INTEGER NOT NULL DEFAULT 0, updated INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0, key_id INTEGER, policy_before INTEGER CHECK (policy_before > 0), policy_after INTEGER CHECK (policy_after >= policy_before)) STRICT;

CREATE INDEX change_sets_undone ON change_sets (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE changes (
    change_id     INTEGER PRIMARY KEY,
    change_set_id INTEGER NOT NULL REFERENCES change_sets DEFERRABLE INITIALLY DEFERRED,
    kind          TEXT NOT NULL CHECK (kind IN ('device', 'division', 'rule', 'key')),
    subject       TEXT NOT NULL COLLATE NOCASE,
    revision      INTEGER,
    before        TEXT CHECK (before IS NULL OR json_valid(before)),
    after         TEXT CHECK (after IS NULL OR json_valid(after)),
    CHECK (before IS NOT NULL OR after IS NOT NULL)
) STRICT;

CREATE INDEX changes_of_subject ON changes (subject);

CREATE UNIQUE INDEX change_sets_of_import ON change_sets (import_id) WHERE import_id IS NOT NULL;

CREATE INDEX change_sets_of_request ON change_sets (request_id) WHERE request_id IS NOT NULL;

CREATE TABLE sightings (
    registration_id TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
    first_seen_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sightings_progress (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    assignment_id INTEGER NOT NULL CHECK (assignment_id > 0),
    request_id    BLOB NOT NULL CHECK (length(request_id) = 16),
    decided_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE "api_keys" (
    key_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
    role       TEXT NOT NULL CHECK (role IN ('webhook', 'fleet', 'auditor', 'admin')),
    sha256     BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER CHECK (revoked_at >= created_at),
    revision   INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0)
) STRICT;

CREATE UNIQUE INDEX api_keys_live_name ON api_keys (name) WHERE revoked_at IS NULL;

CREATE TRIGGER api_keys_inserted AFTER INSERT ON api_keys BEGIN UPDATE revisions SET keys = keys + 1; END;

CREATE TRIGGER api_keys_deleted AFTER DELETE ON api_keys BEGIN UPDATE revisions SET keys = keys + 1; END;

CREATE TABLE "idempotent_requests" (
    key_id          INTEGER NOT NULL,
    idempotency_key TEXT NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 255),
    fingerprint     BLOB NOT NULL CHECK (length(fingerprint) = 32),
    request_id      BLOB NOT NULL CHECK (length(request_id) = 16),
    made_at         INTEGER NOT NULL,
    status          INTEGER CHECK (status BETWEEN 200 AND 499),
    fields          TEXT CHECK (fields IS NULL OR json_valid(fields) AND json_type(fields) = 'array'),
    body            BLOB,
    PRIMARY KEY (key_id, idempotency_key),
    CHECK ((status IS NULL) = (fields IS NULL) AND (status IS NULL) = (body IS NULL))
) STRICT;

CREATE INDEX idempotent_requests_by_made_at ON idempotent_requests (made_at);

CREATE TABLE erased_revisions (
    kind     TEXT NOT NULL CHECK (kind IN ('device', 'division')),
    subject  TEXT NOT NULL COLLATE NOCASE,
    revision INTEGER NOT NULL CHECK (revision > 0),
    PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER devices_deleted AFTER DELETE ON devices BEGIN
    INSERT INTO erased_revisions (kind, subject, revision) VALUES ('device', OLD.registration_id, OLD.revision)
    ON CONFLICT (kind, subject) DO UPDATE SET revision = max(revision, excluded.revision);
END;

CREATE TRIGGER divisions_erased AFTER DELETE ON divisions BEGIN
    INSERT INTO erased_revisions (kind, subject, revision) VALUES ('division', OLD.name, OLD.revision)
    ON CONFLICT (kind, subject) DO UPDATE SET revision = max(revision, excluded.revision);
END;

CREATE TRIGGER divisions_renamed AFTER UPDATE OF name ON divisions WHEN NEW.name <> OLD.name COLLATE NOCASE BEGIN
    INSERT INTO erased_revisions (kind, subject, revision) VALUES ('division', OLD.name, OLD.revision)
    ON CONFLICT (kind, subject) DO UPDATE SET revision = max(revision, excluded.revision);
END;

CREATE TRIGGER divisions_updated AFTER UPDATE ON divisions WHEN NEW.revision <> OLD.revision BEGIN
    UPDATE revisions SET policy = policy + 1;
END;

CREATE TRIGGER divisions_revised AFTER UPDATE ON divisions WHEN NEW.revision = OLD.revision BEGIN
    UPDATE divisions
       SET revision = max(OLD.revision, coalesce((SELECT revision
                                                    FROM erased_revisions
                                                   WHERE kind = 'division' AND subject = NEW.name), 0)) + 1
     WHERE division_id = NEW.division_id;
END;

CREATE TRIGGER divisions_made_again AFTER INSERT ON divisions
WHEN NEW.revision <= (SELECT revision FROM erased_revisions WHERE kind = 'division' AND subject = NEW.name) BEGIN
    UPDATE divisions
       SET revision = (SELECT revision FROM erased_revisions WHERE kind = 'division' AND subject = NEW.name) + 1
     WHERE division_id = NEW.division_id;
END;

CREATE TRIGGER rules_updated AFTER UPDATE ON rules WHEN NEW.revision <> OLD.revision OR NEW.position <> OLD.position BEGIN
    UPDATE revisions SET policy = policy + 1;
END;

CREATE TRIGGER rules_revised AFTER UPDATE OF kind, pattern, division_id ON rules WHEN NEW.revision = OLD.revision BEGIN
    UPDATE rules SET revision = OLD.revision + 1 WHERE rule_id = NEW.rule_id;
END;

CREATE TRIGGER api_keys_updated AFTER UPDATE ON api_keys WHEN NEW.revision <> OLD.revision BEGIN
    UPDATE revisions SET keys = keys + 1;
END;

CREATE TRIGGER api_keys_revised AFTER UPDATE ON api_keys WHEN NEW.revision = OLD.revision BEGIN
    UPDATE api_keys SET revision = OLD.revision + 1 WHERE key_id = NEW.key_id;
END;

CREATE INDEX changes_besides_devices ON changes (change_id) WHERE kind <> 'device';

CREATE TABLE unmatched_devices (
    registration_id    TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
    reversed_id        TEXT NOT NULL,
    suffix             TEXT NOT NULL,
    reason             TEXT NOT NULL,
    enrollment         TEXT NOT NULL COLLATE NOCASE,
    first_refused_at   INTEGER NOT NULL,
    last_refused_at    INTEGER NOT NULL,
    refusals           INTEGER NOT NULL CHECK (refusals > 0),
    last_assignment_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX unmatched_devices_by_suffix ON unmatched_devices (suffix);

CREATE INDEX unmatched_devices_by_reason ON unmatched_devices (reason);

CREATE INDEX unmatched_devices_by_enrollment ON unmatched_devices (enrollment);

CREATE INDEX unmatched_devices_by_last_refused_at ON unmatched_devices (last_refused_at);

CREATE TABLE unmatched_dismissals (
    kind                TEXT NOT NULL CHECK (kind IN ('device', 'suffix', 'enrollment', 'reason')),
    subject             TEXT NOT NULL COLLATE NOCASE,
    dismissed_at        INTEGER NOT NULL,
    actor               TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 256),
    message             TEXT CHECK (length(message) BETWEEN 1 AND 1024),
    until_refused_again INTEGER NOT NULL CHECK (until_refused_again IN (0, 1)),
    PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE unfinished_sweep (
    id                  INTEGER PRIMARY KEY CHECK (id = 1),
    first_assignment_id INTEGER NOT NULL,
    last_assignment_id  INTEGER NOT NULL CHECK (last_assignment_id >= first_assignment_id),
    last_request_id     BLOB NOT NULL CHECK (length(last_request_id) = 16),
    registration_id     TEXT NOT NULL COLLATE NOCASE
) STRICT;

CREATE TABLE enrollments (
    enrollment  TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
    linked_hubs TEXT NOT NULL CHECK (json_valid(linked_hubs) AND json_type(linked_hubs) = 'array'),
    seen_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE enrollment_divisions (
    enrollment  TEXT NOT NULL COLLATE NOCASE,
    division    TEXT NOT NULL COLLATE NOCASE,
    assigned_at INTEGER NOT NULL,
    PRIMARY KEY (enrollment, division)
) STRICT, WITHOUT ROWID;
