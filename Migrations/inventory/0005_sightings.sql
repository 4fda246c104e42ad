-- Which devices DPS has asked about. That is in the history, which is another database; so it is folded in here, that lists can
-- ask for it.

-- Every registration ID that the history names, be it registered or not, assigned or refused.
CREATE TABLE sightings (
    registration_id TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
    first_seen_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How far the history has been read: the last row that counts. Its request tells whether that row is still there, for the history
-- may have been replaced. No row before the first one has been read.
CREATE TABLE sightings_progress (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    assignment_id INTEGER NOT NULL CHECK (assignment_id > 0),
    request_id    BLOB NOT NULL CHECK (length(request_id) = 16),
    decided_at    INTEGER NOT NULL
) STRICT;
