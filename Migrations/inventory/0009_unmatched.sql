-- The inbox of devices that were turned away: which, why and how often, so that somebody registers them, makes a rule of them, or
-- lets them be. Folded from the history like the sightings, by the same sweep.

-- A device is here from a refusal on until it is assigned; what it was refused before an assignment is forgotten. How many there may be
-- is bounded, for DPS can bring any number of IDs; the ones refused longest ago leave first. suffix is the end of the ID by which devices
-- are put together, reversed_id the folded ID read from its end, so that what the IDs of a group end in is told by the first and the
-- last of them. enrollment is "group:ID", "individual" or "none".
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

-- What somebody does not want to see in the inbox: a device, or all of a group, those to come too. With until_refused_again a device
-- comes back when it is refused after the dismissal.
CREATE TABLE unmatched_dismissals (
    kind                TEXT NOT NULL CHECK (kind IN ('device', 'suffix', 'enrollment', 'reason')),
    subject             TEXT NOT NULL COLLATE NOCASE,
    dismissed_at        INTEGER NOT NULL,
    actor               TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 256),
    message             TEXT CHECK (length(message) BETWEEN 1 AND 1024),
    until_refused_again INTEGER NOT NULL CHECK (until_refused_again IN (0, 1)),
    PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;

-- A sweep that takes several transactions: which rows of the history it reads, and the device behind which the next transaction goes
-- on. Refusals are counted, which must not be done twice. No row between sweeps.
CREATE TABLE unfinished_sweep (
    id                  INTEGER PRIMARY KEY CHECK (id = 1),
    first_assignment_id INTEGER NOT NULL,
    last_assignment_id  INTEGER NOT NULL CHECK (last_assignment_id >= first_assignment_id),
    last_request_id     BLOB NOT NULL CHECK (length(last_request_id) = 16),
    registration_id     TEXT NOT NULL COLLATE NOCASE
) STRICT;

-- What was swept before did not count refusals: the history is read once more. What was seen stays.
DELETE FROM sightings_progress;
