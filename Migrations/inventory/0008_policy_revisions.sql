-- Which policy each change set found and left, so that the policy that a decision of the history rested on can be told from the
-- change log. Between two sets it can only have been changed by hand, without a line. Missing in sets older than these columns.

ALTER TABLE change_sets ADD COLUMN policy_before INTEGER CHECK (policy_before > 0);
ALTER TABLE change_sets ADD COLUMN policy_after INTEGER CHECK (policy_after >= policy_before);

-- The changes of divisions and rules are few, and stand among those of millions of devices.
CREATE INDEX changes_besides_devices ON changes (change_id) WHERE kind <> 'device';
