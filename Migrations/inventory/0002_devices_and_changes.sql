-- What fleet managers need: more about a device, and a memory of every change.

-- SQLite cannot alter a CHECK (sqlite.org/lang_altertable.html §7), so the table is made anew. labels is a JSON array of texts,
-- sorted; held_until ends a hold by itself.
CREATE TABLE new_devices (
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

-- Who registered the devices so far is not known.
INSERT INTO new_devices (registration_id, division_id, status, status_reason, pinned_hub, twin, payload, note,
                         revision, created_at, created_by, updated_at, updated_by)
SELECT registration_id, division_id, status, status_reason, pinned_hub, twin, payload, note,
       revision, created_at, iif(revision = 1, updated_by, '-'), updated_at, updated_by
  FROM devices
 ORDER BY registration_id;

DROP TABLE devices;
ALTER TABLE new_devices RENAME TO devices;

-- Who changes a device without saying so, in the sqlite3 shell, makes a new revision all the same.
CREATE TRIGGER devices_updated AFTER UPDATE ON devices WHEN NEW.revision = OLD.revision BEGIN
    UPDATE devices
       SET revision   = OLD.revision + 1,
           updated_at = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER),
           updated_by = 'sqlite'
     WHERE registration_id = NEW.registration_id;
END;

-- For the lists that people ask for most. Partial where most rows do not have the value; the table's key is part of each, being
-- WITHOUT ROWID, so that a page can begin where the last one ended.
CREATE INDEX devices_by_division ON devices (division_id);
CREATE INDEX devices_by_updated_at ON devices (updated_at);
CREATE INDEX devices_not_active ON devices (status) WHERE status <> 'active';
CREATE INDEX devices_pinned ON devices (pinned_hub) WHERE pinned_hub IS NOT NULL;

ALTER TABLE divisions ADD COLUMN revision INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0);
ALTER TABLE rules ADD COLUMN revision INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0);

-- What one person did at one time: a single edit, or an import of a million devices. Its changes have the numbers from
-- first_change_id to last_change_id, for they are written in one transaction.
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
) STRICT;

CREATE INDEX change_sets_undone ON change_sets (undoes) WHERE undoes IS NOT NULL;

-- before is NULL when the subject was made, after when it was erased. revision is the subject's own, after the change.
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

-- By subject alone, so that its changes come in their order.
CREATE INDEX changes_of_subject ON changes (subject);
