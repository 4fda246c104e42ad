-- Writes that a client named, so that it can send them again without having them done again. A row is written before the write
-- and once more, with the answer, behind it; a row without an answer was begun, and the change set of its request tells whether
-- it was done. fields holds names and values of the answer's fields as pairs.

CREATE TABLE idempotent_requests (
    actor           TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 256),
    idempotency_key TEXT NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 255),
    fingerprint     BLOB NOT NULL CHECK (length(fingerprint) = 32),
    request_id      BLOB NOT NULL CHECK (length(request_id) = 16),
    made_at         INTEGER NOT NULL,
    status          INTEGER CHECK (status BETWEEN 200 AND 499),
    fields          TEXT CHECK (fields IS NULL OR json_valid(fields) AND json_type(fields) = 'array'),
    body            BLOB,
    PRIMARY KEY (actor, idempotency_key),
    CHECK ((status IS NULL) = (fields IS NULL) AND (status IS NULL) = (body IS NULL))
) STRICT;

-- Old rows are dropped a few at a time.
CREATE INDEX idempotent_requests_by_made_at ON idempotent_requests (made_at);

CREATE INDEX change_sets_of_request ON change_sets (request_id) WHERE request_id IS NOT NULL;
