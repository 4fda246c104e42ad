-- Imports: which plan a change set applied, so that a plan is applied once, and how much of each kind a set did.

ALTER TABLE change_sets ADD COLUMN import_id BLOB CHECK (length(import_id) = 16);
ALTER TABLE change_sets ADD COLUMN source TEXT CHECK (length(source) BETWEEN 1 AND 1024);
ALTER TABLE change_sets ADD COLUMN created INTEGER NOT NULL DEFAULT 0;
ALTER TABLE change_sets ADD COLUMN updated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE change_sets ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;

UPDATE change_sets
   SET (created, updated, deleted) =
       (SELECT count(*) FILTER (WHERE before IS NULL),
               count(*) FILTER (WHERE before IS NOT NULL AND after IS NOT NULL),
               count(*) FILTER (WHERE after IS NULL)
          FROM changes
         WHERE change_id BETWEEN first_change_id AND last_change_id);

CREATE UNIQUE INDEX change_sets_of_import ON change_sets (import_id) WHERE import_id IS NOT NULL;
