-- Which hubs a request named: what a decision rested on, beside the inventory. Few lists recur from row to row, so each is kept once.
CREATE TABLE linked_hub_lists (
    linked_hubs_id INTEGER PRIMARY KEY,
    hubs           TEXT NOT NULL UNIQUE CHECK (json_type(hubs) = 'array')
) STRICT;

-- Missing in rows that are older than this column, and in those of requests that named no list.
ALTER TABLE assignments ADD COLUMN linked_hubs_id INTEGER REFERENCES linked_hub_lists;

DROP VIEW assignment_details;

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
