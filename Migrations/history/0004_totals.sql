-- What makes questions to a long history quick. None of it is written with a decision's row but the index by device; all else is
-- folded in later, from finished runs of 8,192 rows, in order, each in one transaction with its progress. A crash leaves a run
-- folded or not. What is not folded yet is found by reading the rows.

-- Decisions by hour, and by day, for ever: rows of folded runs may be taken away. 0 stands for what a decision has none of. The source is
-- 0 for none, 1 for the inventory, 2 for a rule. Days and hours are where UTC's begin.
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

-- Where in a run a value is found: a bit for each of its 64 blocks of 128 rows, the first block's the lowest. The value is the number of
-- a name or a rule, 0 or 1 for an outcome (rejected, assigned), a source as above, 1 for a change of hub. -1 stands for all values of
-- a property that has too many of them in a run.
CREATE TABLE run_contents (
    property TEXT NOT NULL CHECK (property IN ('outcome', 'reason', 'source', 'rule', 'division', 'hub', 'previous_hub', 'enrollment',
                                               'attestation', 'changes_hub')),
    value    INTEGER NOT NULL,
    run      INTEGER NOT NULL,
    blocks   INTEGER NOT NULL CHECK (blocks <> 0),
    PRIMARY KEY (property, value, run)
) WITHOUT ROWID, STRICT;

-- Up to which row each part has come. `index_0` is the index by device in runs of 8,192 rows, the others are what these are merged into:
-- runs of 65,536, 1,048,576 and 16,777,216 rows. Two bits of a key in device_index tell which it is, before the run's number and the hash:
-- 10, 00, 01 and 11. In the last two, 4 and 8 bits of the first entry's place stand behind the hash: a device that has many rows in a run
-- has several rows of the index. Times in rows up to `disorder` may be out of order.
CREATE TABLE history_progress (
    part          TEXT PRIMARY KEY CHECK (part IN ('totals', 'index_0', 'index_1', 'index_2', 'index_3', 'disorder')),
    assignment_id INTEGER NOT NULL CHECK (assignment_id >= 0)
) WITHOUT ROWID, STRICT;

INSERT INTO history_progress (part, assignment_id)
VALUES ('totals', 0),
       ('index_0', (SELECT coalesce(max(assignment_id), 0) / 65536 * 65536 FROM assignments)),
       ('index_1', (SELECT coalesce(max(assignment_id), 0) / 65536 * 65536 FROM assignments)),
       ('index_2', 0),
       ('index_3', 0),
       ('disorder', (SELECT coalesce(max(assignment_id), 0) FROM assignments));

-- Names are asked for without regard to case.
CREATE INDEX names_by_folded_name ON names (name COLLATE NOCASE);
