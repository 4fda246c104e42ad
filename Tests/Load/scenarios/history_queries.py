"""Questions to histories of growing length, while 64 connections decide."""

import http.client
import json
import random
import statistics
import time
import urllib.parse

import generate_history
import population
from allocator import run_program
from bench import BUSY, Bar, share

MOST_MILLISECONDS = 20.0
MOST_GROWTH = 2.0
DAY, HOUR = 86_400_000, 3_600_000
# How long each may take in milliseconds. Of one that begins within an hour, the rows of that hour are counted.
SUMMARIES = {
    "summary of a day by hour": 200.0, "summary of a year by day": 500.0, "summary of a day by hour, from within an hour": 200.0}


def run(bench):
    largest = bench.cache.rows(bench.settings.history)
    sizes = sorted({min(size, largest) for size in (largest // 100, largest // 10, largest)})
    found = {rows: _measure(bench, rows) for rows in sizes}
    bars = []
    for kind in found[largest]:
        p50, p99, slowest = found[largest][kind]
        most = SUMMARIES.get(kind, MOST_MILLISECONDS)
        reached = slowest if kind in SUMMARIES else p99
        word = "slowest" if kind in SUMMARIES else "p99"
        bars.append(Bar(
            f"{kind}, {largest:,} rows, {BUSY} connections beside: {word}", f"under {most:.0f} ms", f"{reached:.1f} ms", reached < most,
            "; ".join(f"{rows:,} rows: p50 {one[kind][0]:.1f}, p99 {one[kind][1]:.1f} ms" for rows, one in found.items())))
        growth = share(p50, found[sizes[0]][kind][0])
        bars.append(Bar(
            f"{kind}: cost of {largest:,} rows / of {sizes[0]:,}", f"at most {MOST_GROWTH:.1f}", f"{growth:.2f}", growth <= MOST_GROWTH))
    return bars


def _measure(bench, rows):
    """For each kind of question: p50, p99 and the slowest, in milliseconds."""
    service = bench.allocator(history=bench.cache.history(rows), copies_inventory=True)
    key = run_program("keys", "create", "--role", "auditor", "--name", "history", "--data", service.folder)
    with service.start():
        bench.warm_up(service)
        kinds = _questions(rows)
        asking = _Asking(service, key)
        # So that a kind is not measured with what another one brought into the caches alone.
        order = [kind for kind in kinds for _ in range(20 if kind in SUMMARIES else 10 if bench.settings.is_quick else 200)]
        random.Random(rows).shuffle(order)
        for kind in kinds:
            asking.ask(kinds[kind]())
        took = {kind: [] for kind in kinds}
        load = bench.driver.start(service, BUSY, 600, 200_000)
        try:
            for kind in order:
                took[kind].append(asking.ask(kinds[kind]()))
        finally:
            reading = load.stop()
        bench.say(f"  {rows:,} rows, beside {reading.rate:,.0f} decisions/s:")
        for kind, times in took.items():
            bench.say(f"    {kind}: p50 {statistics.median(times):.1f} ms, p99 {_p99(times):.1f} ms, slowest {max(times):.1f} ms")
        return {kind: (statistics.median(times), _p99(times), max(times)) for kind, times in took.items()}


def _p99(times):
    return sorted(times)[int(len(times) * 0.99 - 1e-9)]


def _questions(rows):
    """What makes a question of each kind."""
    dice = random.Random(1)
    devices = generate_history.device_count(rows)

    def page(**asked):
        return "/api/assignments?" + urllib.parse.urlencode({"limit": 50, **asked})

    def summary(bucket, length, beginning):
        until = (generate_history.START + generate_history.YEAR - dice.randrange(1, DAY)) // beginning * beginning
        return "/api/assignments/summary?" + urllib.parse.urlencode(
            {"by": "hub", "bucket": bucket, "since": _text(until - length), "until": _text(until)})

    def within_a_day():
        since = generate_history.START + dice.randrange(generate_history.YEAR - DAY)
        return page(since=_text(since), until=_text(since + DAY))

    return {
        "last 50 of a device": lambda: page(registrationId=population.registration_id(dice.randrange(devices))),
        "last 50 of a hub": lambda: page(hub=generate_history.COMMON_HUB),
        "last 50 of a rare hub": lambda: page(hub=generate_history.RARE_HUB),
        "first 50 of a rare hub": lambda: page(hub=generate_history.RARE_HUB, order="oldest"),
        "last 50 of a day": within_a_day,
        "last 50 failures": lambda: page(outcome="rejected"),
        "summary of a day by hour": lambda: summary("hour", DAY, HOUR),
        "summary of a year by day": lambda: summary("day", 364 * DAY, DAY),
        "summary of a day by hour, from within an hour": lambda: summary("hour", DAY, 1),
    }


def _text(milliseconds):
    seconds, rest = divmod(milliseconds, 1000)
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{rest:03d}Z"


class _Asking:
    """An auditor with one connection."""

    def __init__(self, service, key):
        self._connection = http.client.HTTPConnection(service.address, timeout=60)
        self._fields = {"Authorization": f"Bearer {key}"}

    def ask(self, path):
        """How long it took, in milliseconds, until all pages were there that it takes to have 50 rows."""
        start = time.perf_counter()
        count, cursor = 0, ""
        while True:
            self._connection.request("GET", path + cursor, headers=self._fields)
            answer = self._connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} was answered {answer.status}: {body.decode('utf-8', 'replace')}")
            content = json.loads(body)
            count += len(content.get("assignments", []))
            if count >= 50 or content.get("next") is None:
                return (time.perf_counter() - start) * 1e3
            cursor = "&cursor=" + urllib.parse.quote(content["next"])
