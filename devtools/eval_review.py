"""``./dev eval review``: real orders through the checks, with slips, doubles and gaps planted in them."""

import argparse
import json
import time
from pathlib import Path

from .review_eval import report, retail
from .review_eval.replay import Replay, cut
from .ui import DevError, say

WHAT = "plant slips, doubles and gaps in real orders and count what the review finds"
HELD_OUT = 0.3
SEED = 7
# Without as many orders of each part the shares say nothing.
FEWEST = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``./dev eval review`` takes."""
    parser.add_argument(
        "path", nargs="?", metavar="PATH", help=f"the orders or their folder (default: {retail.USUAL})"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="other slips with another number")
    parser.add_argument("--json", action="store_true", help="the figures as JSON on the last line")
    parser.epilog = (
        "The last 30 % of the time is measured; what similar outlets take is read off the time before, on "
        "which all thresholds were chosen, too. Each planted slip stands in an order of its own."
    )


def main(options: argparse.Namespace) -> int:
    """Measure and print. DevError when there are no orders, or too few."""
    begin = time.monotonic()
    orders = retail.load(Path(options.path).resolve() if options.path else retail.USUAL)
    if len(orders) < FEWEST:
        raise DevError(f"{len(orders)} orders are too few to measure on.")
    replay = Replay(orders, cut(orders, 1 - HELD_OUT))
    say(f"{len(orders)} orders of goods to customers; {len(replay.cases)} in the last 30 % of the time")
    if not replay.cases:
        raise DevError("No order lies in the last 30 % of the time.")
    figures = report.measure(replay, options.seed)
    figures["seconds"] = round(time.monotonic() - begin, 1)
    print("\n".join(report.table(figures)), flush=True)
    if options.json:
        print(json.dumps(figures), flush=True)
    return 0
