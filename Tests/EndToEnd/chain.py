"""The hash chain of a history, computed anew from the file: a second implementation, by Sources/Allocation/Chain's words alone."""

import hashlib
import struct

BEFORE_CHAIN = bytes(32)

ROWS = """
SELECT assignment_id, decided_at, request_id, registration_id, device_revision, rule_id, policy_revision, link,
       twins.document, linked_hub_lists.hubs,
       (SELECT name FROM names WHERE name_id = reason_id), (SELECT name FROM names WHERE name_id = division_id),
       (SELECT name FROM names WHERE name_id = hub_id), (SELECT name FROM names WHERE name_id = previous_hub_id),
       (SELECT name FROM names WHERE name_id = enrollment_kind_id), (SELECT name FROM names WHERE name_id = enrollment_id),
       (SELECT name FROM names WHERE name_id = attestation_id)
  FROM assignments
  LEFT JOIN twins USING (twin_id)
  LEFT JOIN linked_hub_lists USING (linked_hubs_id)
 ORDER BY assignment_id
"""


def words_digest(words):
    parts = b""
    for word in words:
        text = None if word is None else word.encode("utf-8")
        parts += b"\xff\xff\xff\xff" if text is None else struct.pack(">I", len(text)) + text
    return hashlib.sha256(parts).digest()


def assignment_link(previous, row):
    number, decided_at, request_id, registration_id, device_revision, rule, policy_revision, _, twin, hubs, *words = row
    optional = [registration_id, device_revision, rule, policy_revision, twin]
    flags = sum(1 << bit for bit, value in enumerate(optional) if value is not None)
    content = b"A" + bytes([flags]) + struct.pack(">qq", number, decided_at) + request_id + words_digest([*words, hubs])
    content += b"".join(struct.pack(">q", value) for value in (device_revision, rule, policy_revision) if value is not None)
    if twin is not None:
        content += hashlib.sha256(twin.encode("utf-8")).digest()
    return hashlib.sha256(previous + content + (registration_id or "").encode("utf-8")).digest()


def event_link(previous, number, behind, happened_at, kind, detail):
    content = b"E" + struct.pack(">qqq", number, behind, happened_at) + bytes([len(kind)]) + (kind + detail).encode("utf-8")
    return hashlib.sha256(previous + content).digest()


def links(connection):
    """What each link must be and what it is: (place, computed, kept), along the chain, over the runs that were pruned."""
    # One state of all tables, whatever is pruned meanwhile.
    is_own = not connection.in_transaction
    if is_own:
        connection.execute("BEGIN")
    events = connection.execute(
        "SELECT event_id, assignment_id, happened_at, kind, detail, link FROM events ORDER BY event_id").fetchall()
    cuts = dict(
        (first, (last, link))
        for first, last, link in connection.execute("SELECT first_assignment_id, last_assignment_id, link FROM cuts"))
    rows = {row[0]: row for row in connection.execute(ROWS)}
    if is_own:
        connection.execute("COMMIT")
    previous, position = BEFORE_CHAIN, 0
    while True:
        while events and events[0][1] <= position:
            event = events.pop(0)
            yield f"event {event[0]}", event_link(previous, *event[:5]), event[5]
            previous = event[5]
        position += 1
        if position in cuts:
            position, previous = cuts[position]
        elif position in rows:
            row = rows[position]
            yield f"assignment {position}", assignment_link(previous, row), row[7]
            previous = row[7] or previous
        else:
            return
