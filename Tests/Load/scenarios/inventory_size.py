"""A large inventory against a small one; devices are asked for at random from all of it."""

from bench import throughput_bar
from driver import alternate

SMALL = 10_000
LEAST = 0.90


def run(bench):
    large = bench.settings.devices
    with bench.allocator(SMALL).start() as few, bench.allocator(large).start() as many:
        many.read_inventory()
        bench.warm_up(few, SMALL)
        bench.warm_up(many, large)
        found = alternate(bench.settings.rounds, {
            "few": lambda: bench.drive(few, devices=SMALL),
            "many": lambda: bench.drive(many, devices=large)})
    return [throughput_bar(f"{large:,} devices against {SMALL:,}", LEAST, found["many"], found["few"])]
