"""A long history against an empty one."""

from bench import throughput_bar
from driver import alternate

LEAST = 0.90


def run(bench):
    rows = bench.cache.rows(bench.settings.history)
    history = bench.cache.history(rows)
    with bench.allocator().start() as empty, bench.allocator(history=history).start() as long:
        bench.warm_up(empty)
        bench.warm_up(long)
        count, size = long.history_size()
        found = alternate(bench.settings.rounds, {
            "empty": lambda: bench.drive(empty),
            "long": lambda: bench.drive(long)})
    bar = throughput_bar(f"{rows:,} rows of history against none", LEAST, found["long"], found["empty"])
    bar.note += f"; {size / count:.1f} bytes a row"
    return [bar]
