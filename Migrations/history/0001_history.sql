-- What the service writes: one row for each decision, committed before its answer leaves.
-- Times are milliseconds since 1970-01-01T00:00:00Z.

-- Words that recur from row to row (hubs, divisions, enrollments, reasons, attestation types) are kept once.
CREATE TABLE names (
    name_id INTEGER PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE
) STRICT;

-- Every twin that was ever sent, once.
CREATE TABLE twins (
    twin_id  INTEGER PRIMARY KEY,
    sha256   BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    document TEXT NOT NULL
) STRICT;

-- hub_id is there exactly when the device was assigned. The source is the inventory when device_revision is
-- there, a rule when rule_id is there. An individual enrollment whose ID is the registration ID has no
-- enrollment_id.
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
) STRICT;

-- Which rows are a device's. An index kept at each insert would touch a random page each time; here 65,536 rows make a run,
-- and a finished run is written once, in order. A row holds entries of 8 bytes: 5 of a hash of the folded registration ID, 3 of
-- the row's place in its run, both big-endian, ascending. Its key is the run's number and the hash of its first entry.
-- Rows of the run that is not finished yet are found by reading them.
CREATE TABLE device_index (
    run_and_hash INTEGER PRIMARY KEY,
    entries      BLOB NOT NULL CHECK (length(entries) % 8 = 0)
) STRICT;

-- The history in plain words.
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
       twins.document AS twin
  FROM assignments
  JOIN names AS reason ON reason.name_id = assignments.reason_id
  LEFT JOIN names AS division ON division.name_id = assignments.division_id
  LEFT JOIN names AS hub ON hub.name_id = assignments.hub_id
  LEFT JOIN names AS previous_hub ON previous_hub.name_id = assignments.previous_hub_id
  LEFT JOIN names AS enrollment_kind ON enrollment_kind.name_id = assignments.enrollment_kind_id
  LEFT JOIN names AS enrollment ON enrollment.name_id = assignments.enrollment_id
  LEFT JOIN names AS attestation ON attestation.name_id = assignments.attestation_id
  LEFT JOIN twins ON twins.twin_id = assignments.twin_id;

-- Written by the readiness check, to prove that writing works; the ballast is as much as a batch of decisions writes, so
-- that a disk with room for one last page does not pass.
CREATE TABLE readiness (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    checks  INTEGER NOT NULL,
    ballast BLOB NOT NULL
) STRICT;

INSERT INTO readiness (id, checks, ballast) VALUES (1, 0, zeroblob(0));
