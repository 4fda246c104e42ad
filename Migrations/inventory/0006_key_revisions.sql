-- A key can be given another name or role: each change is a revision, as with everything else that people write.
ALTER TABLE api_keys ADD COLUMN revision INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0);

UPDATE api_keys
   SET revision = 2
 WHERE revoked_at IS NOT NULL;
