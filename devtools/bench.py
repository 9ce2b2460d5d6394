"""``./dev bench``: benchmarks, each in databases of its own, against Odoo alone where it does the same."""

import argparse
import json
import sys
from collections.abc import Callable

from . import (
    bench_confirm,
    bench_intake,
    bench_promise,
    bench_release,
    bench_review,
    bench_screen,
    bench_tracking,
)

BENCHMARKS: dict[str, Callable[[], list[dict]]] = {
    "confirm": bench_confirm.rows,
    "intake": bench_intake.rows,
    "promise": bench_promise.rows,
    "release": bench_release.rows,
    "review": bench_review.rows,
    "screen": bench_screen.rows,
    "tracking": bench_tracking.rows,
}
NOT_BUILT = ("ledger", "analysis")
COLUMNS = ("case", "value", "unit", "against", "other", "ratio")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``./dev bench`` takes."""
    known = ", ".join(BENCHMARKS)
    parser.add_argument("name", nargs="?", help=f"only this: {known}; not built yet: {', '.join(NOT_BUILT)}")
    parser.add_argument("--json", action="store_true", help="the figures as JSON on the last line")


def main(options: argparse.Namespace) -> int:
    """Run one benchmark or all; print a table each. Return 2 for one that is not there."""
    if options.name and options.name not in BENCHMARKS:
        built = "is not built yet" if options.name in NOT_BUILT else "is no benchmark"
        print(f"dev: bench {options.name} {built}; there are {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    for name in [options.name] if options.name else BENCHMARKS:
        rows = BENCHMARKS[name]()
        print("\n".join(table(rows)), flush=True)
        if options.json:
            print(json.dumps({"bench": name, "rows": rows}), flush=True)
    return 0


def table(rows: list[dict]) -> list[str]:
    """Return the lines of a table with a heading; figures stand to the right."""
    cells = [
        COLUMNS,
        *(tuple("" if row[name] is None else str(row[name]) for name in COLUMNS) for row in rows),
    ]
    widths = [max(len(row[place]) for row in cells) for place in range(len(COLUMNS))]
    right = {"value", "other", "ratio"}
    return [
        "  ".join(
            cell.rjust(width) if name in right else cell.ljust(width)
            for name, cell, width in zip(COLUMNS, row, widths, strict=True)
        ).rstrip()
        for row in cells
    ]
