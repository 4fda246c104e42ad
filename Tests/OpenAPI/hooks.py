"""What schemathesis does not know by itself: NDJSON is text."""

import schemathesis

schemathesis.serializer.alias("application/x-ndjson", "text/plain")
