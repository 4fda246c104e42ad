"""What was found, as text for a terminal, Markdown for people and JSON for programs."""

import dataclasses
import json


def _table(headings, rows, right=()):
    """A Markdown table, padded so that it reads as text too."""
    cells = [list(map(str, row)) for row in [headings, *rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]

    def line(row):
        padded = [
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths))]
        return "| " + " | ".join(padded) + " |"

    ruler = "|" + "|".join(
        "-" * (width + 1) + (":" if column in right else "-") for column, width in enumerate(widths)) + "|"
    return "\n".join([line(cells[0]), ruler, *map(line, cells[1:])])


def rates_table(rates):
    """The rounds of service and yardstick; `rates` is a list of dictionaries."""
    headings = [
        "connections", "server", "decisions/s", "p50 ms", "p99 ms", "max ms", "of nginx's", "resident MB", "disk bytes each"]
    rows = [
        [
            rate["connections"], rate["server"], f"{rate['rate']:,.0f}", f"{rate['p50']:.2f}", f"{rate['p99']:.2f}",
            f"{rate['maximum']:.1f}", _optional(rate["ratio"], ".2f"), _optional(rate["resident_mb"], ".1f"),
            _optional(rate["disk_bytes"], ".0f"),
        ] for rate in rates]
    return _table(headings, rows, right=set(range(9)) - {1})


def _optional(value, kind):
    return "" if value is None else format(value, kind)


def _verdict(bar):
    return "reached" if bar.is_reached else "not reached"


def bars_table(bars):
    return _table(
        ["what", "to reach", "found", "", "more"], [[bar.what, bar.target, bar.value, _verdict(bar), bar.note] for bar in bars])


def markdown(machine, rates, bars, failures):
    """The summary, at most a page."""
    about = (
        f"{machine['date']}, {machine['cores']} cores of {machine['processor']}, {machine['memory']}, {machine['file system']}, "
        f"{machine['system']}. dps-allocator {machine['dps-allocator']} ({machine['commit']}), nginx {machine['nginx']}, "
        f"wrk {machine['wrk']}, SQLite {machine['sqlite']} in Python {machine['python']}. "
        f"Others had {machine['others']:.0%} of the processors meanwhile.")
    parts = ["# Measured", about, f"`{machine['command']}`"]
    if machine["quick"]:
        parts.append("A quick run: it shows that all this works. Its figures mean little.")
    if rates:
        parts += [
            rates_table(rates),
            "Service and nginx took turns on the same cores as wrk; medians of the rounds, the worst maximum. Each decision "
            "is a row committed with `synchronous=FULL` before its answer."]
    if bars:
        parts.append(bars_table(bars))
    parts += [f"Could not run: {name}: {why}" for name, why in failures.items()]
    return "\n\n".join(parts) + "\n"


def write(path, machine, rates, bars, failures):
    """Keeps the summary at the path and the figures beside it, with the ending .json."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(markdown(machine, rates, bars, failures), encoding="utf-8")
    figures = {
        "machine": machine, "rates": rates, "bars": [dataclasses.asdict(bar) for bar in bars], "failures": failures}
    path.with_suffix(".json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
