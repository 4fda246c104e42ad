-- What people write: divisions, rules, devices, keys.
-- Times are milliseconds since 1970-01-01T00:00:00Z. Names and IDs compare by NOCASE, which folds ASCII only.
-- json_valid(NULL) is 0 in SQLite 3.40 and NULL in later ones: hence the "IS NULL OR" before it.

CREATE TABLE divisions (
    division_id INTEGER PRIMARY KEY,
    name        TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
    noun        TEXT NOT NULL CHECK (length(noun) BETWEEN 1 AND 64),
    hub_pattern TEXT NOT NULL CHECK (length(hub_pattern) BETWEEN 1 AND 253),
    twin        TEXT CHECK (twin IS NULL OR json_valid(twin) AND json_type(twin) = 'object'),
    payload     TEXT CHECK (payload IS NULL OR json_valid(payload) AND json_type(payload) = 'object')
) STRICT;

-- AUTOINCREMENT: the history names rules by number, so a number is never given twice.
CREATE TABLE rules (
    rule_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    position    INTEGER NOT NULL UNIQUE,
    kind        TEXT NOT NULL CHECK (kind IN ('suffix', 'contains')),
    pattern     TEXT NOT NULL COLLATE NOCASE CHECK (length(pattern) BETWEEN 1 AND 128),
    division_id INTEGER NOT NULL REFERENCES divisions,
    UNIQUE (kind, pattern)
) STRICT;

-- WITHOUT ROWID: a decision finds its device by one descent of one B-tree.
-- The defaults serve those who insert with the sqlite3 shell.
CREATE TABLE devices (
    registration_id TEXT NOT NULL COLLATE NOCASE PRIMARY KEY CHECK (length(registration_id) BETWEEN 1 AND 128),
    division_id     INTEGER NOT NULL REFERENCES divisions,
    status          TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled', 'held')),
    status_reason   TEXT,
    pinned_hub      TEXT CHECK (length(pinned_hub) BETWEEN 1 AND 253),
    twin            TEXT CHECK (twin IS NULL OR json_valid(twin) AND json_type(twin) = 'object'),
    payload         TEXT CHECK (payload IS NULL OR json_valid(payload) AND json_type(payload) = 'object'),
    note            TEXT,
    revision        INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0),
    created_at      INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)),
    updated_at      INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)),
    updated_by      TEXT NOT NULL DEFAULT 'sqlite'
) STRICT, WITHOUT ROWID;

-- Who changes a device without saying so, in the sqlite3 shell, makes a new revision all the same.
CREATE TRIGGER devices_updated AFTER UPDATE ON devices WHEN NEW.revision = OLD.revision BEGIN
    UPDATE devices
       SET revision   = OLD.revision + 1,
           updated_at = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER),
           updated_by = 'sqlite'
     WHERE registration_id = NEW.registration_id;
END;

CREATE TABLE api_keys (
    key_id     INTEGER PRIMARY KEY,
    name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
    role       TEXT NOT NULL CHECK (role IN ('webhook', 'fleet', 'auditor', 'admin')),
    sha256     BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER CHECK (revoked_at >= created_at)
) STRICT;

CREATE UNIQUE INDEX api_keys_live_name ON api_keys (name) WHERE revoked_at IS NULL;

-- A running service keeps the policy and the keys in memory and reads these two numbers at each request:
-- whoever changes a row, in whatever process, makes it read them anew.
CREATE TABLE revisions (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    policy INTEGER NOT NULL,
    keys   INTEGER NOT NULL
) STRICT;

INSERT INTO revisions (id, policy, keys) VALUES (1, 1, 1);

CREATE TRIGGER divisions_inserted AFTER INSERT ON divisions BEGIN UPDATE revisions SET policy = policy + 1; END;
CREATE TRIGGER divisions_updated AFTER UPDATE ON divisions BEGIN UPDATE revisions SET policy = policy + 1; END;
CREATE TRIGGER divisions_deleted AFTER DELETE ON divisions BEGIN UPDATE revisions SET policy = policy + 1; END;
CREATE TRIGGER rules_inserted AFTER INSERT ON rules BEGIN UPDATE revisions SET policy = policy + 1; END;
CREATE TRIGGER rules_updated AFTER UPDATE ON rules BEGIN UPDATE revisions SET policy = policy + 1; END;
CREATE TRIGGER rules_deleted AFTER DELETE ON rules BEGIN UPDATE revisions SET policy = policy + 1; END;
CREATE TRIGGER api_keys_inserted AFTER INSERT ON api_keys BEGIN UPDATE revisions SET keys = keys + 1; END;
CREATE TRIGGER api_keys_updated AFTER UPDATE ON api_keys BEGIN UPDATE revisions SET keys = keys + 1; END;
CREATE TRIGGER api_keys_deleted AFTER DELETE ON api_keys BEGIN UPDATE revisions SET keys = keys + 1; END;
