CREATE TABLE schema_migrations (
    name       TEXT PRIMARY KEY,
    sha256     TEXT NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;

CREATE TABLE names (
    name_id INTEGER PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE twins (
    twin_id  INTEGER PRIMARY KEY,
    sha256   BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    document TEXT NOT NULL
) STRICT;

CREATE TABLE assignments (
    assignment_id      INTEGER PRIMARY KEY,
    decided_at         INTEGER NOT NULL,
    request_id         BLOB NOT NULL CHECK (length(request_id) = 16),
    registration_id    TEXT COLLATE NOCASE,
    reason_id          INTEGER NOT NULL REFERENCES names,
    device_revision    INTEGER,
    rule_id            INTEGER CHECK (rule_id IS NULL OR device_revision IS NULL),
    policy_revision    INTEGER,
    division_id        INTEGER REFERENCES names,
    hub_id             INTEGER REFERENCES names,
    previous_hub_id    INTEGER REFERENCES names,
    enrollment_kind_id INTEGER REFERENCES names,
    enrollment_id      INTEGER REFERENCES names,
    attestation_id     INTEGER REFERENCES names,
    twin_id            INTEGER REFERENCES twins CHECK (twin_id IS NULL OR hub_id IS NOT NULL)
, linked_hubs_id INTEGER REFERENCES linked_hub_lists, link BLOB) STRICT;

CREATE TABLE device_index (
    run_and_hash INTEGER PRIMARY KEY,
    entries      BLOB NOT NULL CHECK (length(entries) % 8 = 0)
) STRICT;

CREATE TABLE readiness (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    checks  INTEGER NOT NULL,
    ballast BLOB NOT NULL
) STRICT;

CREATE TABLE linked_hub_lists (
    linked_hubs_id INTEGER PRIMARY KEY,
    hubs           TEXT NOT NULL UNIQUE CHECK (json_type(hubs) = 'array')
) STRICT;

CREATE VIEW assignment_details AS
SELECT assignments.assignment_id,
       assignments.decided_at,
       assignments.request_id,
       assignments.registration_id,
       iif(assignments.hub_id IS NULL, 'rejected', 'assigned') AS outcome,
       reason.name AS reason,
       CASE WHEN device_revision IS NOT NULL THEN 'inventory' WHEN rule_id IS NOT NULL THEN 'rule' ELSE 'none' END AS source,
       assignments.device_revision,
       assignments.rule_id,
       assignments.policy_revision,
       division.name AS division,
       hub.name AS hub,
       previous_hub.name AS previous_hub,
       enrollment_kind.name AS enrollment_kind,
       iif(enrollment_kind.name = 'individual', coalesce(enrollment.name, registration_id), enrollment.name) AS enrollment,
       attestation.name AS attestation,
       twins.document AS twin,
       linked_hub_lists.hubs AS linked_hubs
  FROM assignments
  JOIN names AS reason ON reason.name_id = assignments.reason_id
  LEFT JOIN names AS division ON division.name_id = assignments.division_id
  LEFT JOIN names AS hub ON hub.name_id = assignments.hub_id
  LEFT JOIN names AS previous_hub ON previous_hub.name_id = assignments.previous_hub_id
  LEFT JOIN names AS enrollment_kind ON enrollment_kind.name_id = assignments.enrollment_kind_id
  LEFT JOIN names AS enrollment ON enrollment.name_id = assignments.enrollment_id
  LEFT JOIN names AS attestation ON attestation.name_id = assignments.attestation_id
  LEFT JOIN twins ON twins.twin_id = assignments.twin_id
  LEFT JOIN linked_hub_lists ON linked_hub_lists.linked_hubs_id = assignments.linked_hubs_id;

CREATE TABLE events (
    event_id      INTEGER PRIMARY KEY,
    assignment_id INTEGER NOT NULL CHECK (assignment_id >= 0),
    happened_at   INTEGER NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('clock stepped', 'pruned')),
    detail        TEXT NOT NULL CHECK (json_type(detail) = 'object'),
    link          BLOB NOT NULL CHECK (length(link) = 32)
) STRICT;

CREATE INDEX events_by_assignment ON events (assignment_id, event_id);

CREATE TABLE cuts (
    last_assignment_id  INTEGER PRIMARY KEY,
    first_assignment_id INTEGER NOT NULL CHECK (first_assignment_id BETWEEN 1 AND last_assignment_id),
    link                BLOB NOT NULL CHECK (length(link) = 32)
) STRICT;

CREATE TABLE retention (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    pruned_through INTEGER NOT NULL,
    rows_left      INTEGER NOT NULL
) STRICT;

CREATE TABLE hourly_totals (
    hour        INTEGER NOT NULL CHECK (hour % 3600000 = 0),
    reason_id   INTEGER NOT NULL REFERENCES names,
    source      INTEGER NOT NULL CHECK (source BETWEEN 0 AND 2),
    rule_id     INTEGER NOT NULL,
    division_id INTEGER NOT NULL,
    hub_id      INTEGER NOT NULL,
    decisions   INTEGER NOT NULL CHECK (decisions > 0),
    PRIMARY KEY (hour, reason_id, source, rule_id, division_id, hub_id)
) WITHOUT ROWID, STRICT;

CREATE TABLE daily_totals (
    day         INTEGER NOT NULL CHECK (day % 86400000 = 0),
    reason_id   INTEGER NOT NULL REFERENCES names,
    source      INTEGER NOT NULL CHECK (source BETWEEN 0 AND 2),
    rule_id     INTEGER NOT NULL,
    division_id INTEGER NOT NULL,
    hub_id      INTEGER NOT NULL,
    decisions   INTEGER NOT NULL CHECK (decisions > 0),
    PRIMARY KEY (day, reason_id, source, rule_id, division_id, hub_id)
) WITHOUT ROWID, STRICT;

CREATE TABLE run_contents (
    property TEXT NOT NULL CHECK (property IN ('outcome', 'reason', 'source', 'rule', 'division', 'hub', 'previous_hub', 'enrollment',
                                               'attestation', 'changes_hub')),
    value    INTEGER NOT NULL,
    run      INTEGER NOT NULL,
    blocks   INTEGER NOT NULL CHECK (blocks <> 0),
    PRIMARY KEY (property, value, run)
) WITHOUT ROWID, STRICT;

CREATE TABLE history_progress (
    part          TEXT PRIMARY KEY CHECK (part IN ('totals', 'index_0', 'index_1', 'index_2', 'index_3', 'disorder')),
    assignment_id INTEGER NOT NULL CHECK (assignment_id >= 0)
) WITHOUT ROWID, STRICT;

CREATE INDEX names_by_folded_name ON names (name COLLATE NOCASE);
