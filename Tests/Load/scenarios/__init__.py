"""Each scenario is a file with `run(bench)`, which gives its bars; `throughput` gives its table of rates as well."""

from scenarios import (
    disk, history_queries, history_size, idle_connections, import_beside, import_export, inventory_size, memory, one_connection,
    query_beside, start, throughput)

# By the name that --only takes, in the order in which they run.
ALL = {
    "throughput": throughput,
    "one-connection": one_connection,
    "inventory-size": inventory_size,
    "history-size": history_size,
    "history-queries": history_queries,
    "import": import_beside,
    "import-export": import_export,
    "query": query_beside,
    "idle-connections": idle_connections,
    "memory": memory,
    "start": start,
    "disk": disk,
}
