"""Looks into the two databases, and writes to them, as another process beside the service would."""

import contextlib
import sqlite3
import uuid


@contextlib.contextmanager
def opened(path, timeout=10.0):
    """A connection that commits what was done, and closes."""
    connection = sqlite3.connect(path, timeout=timeout)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        with connection:
            yield connection
    finally:
        connection.close()


def change(path, *statements):
    """Runs each statement, given as SQL or as (SQL, values), in one transaction."""
    with opened(path) as connection:
        for statement in statements:
            connection.execute(*((statement,) if isinstance(statement, str) else statement))


def history(path, request_id=None):
    """Rows of the history as dictionaries, oldest first; of one request when it is named."""
    condition = "" if request_id is None else " WHERE request_id = ?"
    values = [] if request_id is None else [uuid.UUID(request_id).bytes]
    with opened(path) as connection:
        query = f"SELECT * FROM assignment_details{condition} ORDER BY assignment_id"
        return [dict(row) for row in connection.execute(query, values)]


def history_count(path):
    return count(path, "assignments")


def count(path, table):
    """Rows of a table, whose name is no value."""
    with opened(path) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def request_ids(path):
    """The request of each row; one that has two rows is there twice."""
    with opened(path) as connection:
        return [str(uuid.UUID(bytes=row[0])) for row in connection.execute("SELECT request_id FROM assignments")]


def integrity(path):
    """"ok", or what SQLite found."""
    with opened(path) as connection:
        return "\n".join(row[0] for row in connection.execute("PRAGMA integrity_check"))


def dump(path):
    """Everything that is in a database, as SQL text."""
    with opened(path) as connection:
        return "\n".join(connection.iterdump())
