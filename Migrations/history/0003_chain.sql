-- Proof that nothing of the history was changed, removed, inserted or moved: each row's link is a SHA-256 over the link before it
-- and the row's content (Sources/Allocation/Chain says how). 32 bytes; missing in rows that are older than this column. Not
-- checked here: a CHECK would have the rows of a long history read, and `dps-allocator verify` looks at each.
ALTER TABLE assignments ADD COLUMN link BLOB;

-- What happened to the history beside decisions. An event is a link of the chain, too; it stands behind the row assignment_id
-- (0: before the first), in the order of event_id, and before the next row.
CREATE TABLE events (
    event_id      INTEGER PRIMARY KEY,
    assignment_id INTEGER NOT NULL CHECK (assignment_id >= 0),
    happened_at   INTEGER NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('clock stepped', 'pruned')),
    detail        TEXT NOT NULL CHECK (json_type(detail) = 'object'),
    link          BLOB NOT NULL CHECK (length(link) = 32)
) STRICT;

CREATE INDEX events_by_assignment ON events (assignment_id, event_id);

-- Rows that were taken away to keep the history short: a run of them without a gap, and the link of the last, behind which the
-- chain goes on; all zeros when that row had none.
CREATE TABLE cuts (
    last_assignment_id  INTEGER PRIMARY KEY,
    first_assignment_id INTEGER NOT NULL CHECK (first_assignment_id BETWEEN 1 AND last_assignment_id),
    link                BLOB NOT NULL CHECK (length(link) = 32)
) STRICT;

-- Up to which row the history was gone through for rows to take away, and how many were left when that was last done from its
-- beginning.
CREATE TABLE retention (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    pruned_through INTEGER NOT NULL,
    rows_left      INTEGER NOT NULL
) STRICT;

INSERT INTO retention (id, pruned_through, rows_left) VALUES (1, 0, 0);
