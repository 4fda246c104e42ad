-- What is kept about a key is kept by its number: its name may be another's tomorrow.

-- AUTOINCREMENT: named writes are told apart by the key's number, so a number is never given twice. It cannot be added to a table
-- (sqlite.org/lang_altertable.html §7), so the table is made anew.
CREATE TABLE new_api_keys (
    key_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
    role       TEXT NOT NULL CHECK (role IN ('webhook', 'fleet', 'auditor', 'admin')),
    sha256     BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER CHECK (revoked_at >= created_at),
    revision   INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0)
) STRICT;

INSERT INTO new_api_keys (key_id, name, role, sha256, created_at, revoked_at, revision)
SELECT key_id, name, role, sha256, created_at, revoked_at, revision
  FROM api_keys
 ORDER BY key_id;

DROP TABLE api_keys;
ALTER TABLE new_api_keys RENAME TO api_keys;

CREATE UNIQUE INDEX api_keys_live_name ON api_keys (name) WHERE revoked_at IS NULL;

CREATE TRIGGER api_keys_inserted AFTER INSERT ON api_keys BEGIN UPDATE revisions SET keys = keys + 1; END;
CREATE TRIGGER api_keys_deleted AFTER DELETE ON api_keys BEGIN UPDATE revisions SET keys = keys + 1; END;

CREATE TABLE new_idempotent_requests (
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

-- By the live key of the name. One without is nobody's any more.
INSERT INTO new_idempotent_requests (key_id, idempotency_key, fingerprint, request_id, made_at, status, fields, body)
SELECT api_keys.key_id, idempotency_key, fingerprint, request_id, made_at, status, fields, body
  FROM idempotent_requests
  JOIN api_keys ON api_keys.name = idempotent_requests.actor AND api_keys.revoked_at IS NULL;

DROP TABLE idempotent_requests;
ALTER TABLE new_idempotent_requests RENAME TO idempotent_requests;

-- Old rows are dropped a few at a time.
CREATE INDEX idempotent_requests_by_made_at ON idempotent_requests (made_at);

-- The last revision of what was erased, or left its name: what is made under the name later goes on from there. Whoever has seen
-- revision 1 of the one must not be taken to have seen the other.
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

-- Who changes a row without saying so, in the sqlite3 shell, makes a new revision all the same; as with devices. The write that
-- makes the revision raises that of the whole, so that an edit counts once, by hand or not.
DROP TRIGGER divisions_updated;
DROP TRIGGER rules_updated;

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

-- A rule's position makes no revision: it is told in the list alone.
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

-- The key that made the change, by its number; NULL for a user of the system, who may be called the same.
ALTER TABLE change_sets ADD COLUMN key_id INTEGER;

-- Only what came over HTTP has a request, and was made by the key that had the name then.
UPDATE change_sets
   SET key_id = (SELECT key_id
                   FROM api_keys
                  WHERE name = actor AND created_at <= made_at AND (revoked_at IS NULL OR revoked_at >= made_at)
                  ORDER BY key_id DESC
                  LIMIT 1)
 WHERE request_id IS NOT NULL;
