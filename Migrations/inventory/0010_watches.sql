-- Which hubs each enrollment named last, and for which divisions devices were assigned through it: so that a hub that is no longer
-- linked is noticed before a device fails. Folded from the history by the same sweep as the sightings. An enrollment is "group:ID", or
-- "none" for requests that name none; individual enrollments are as many as their devices, and are left out.

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

-- What was swept before did not look at enrollments: the history is read once more.
DELETE FROM sightings_progress;
DELETE FROM unfinished_sweep;
