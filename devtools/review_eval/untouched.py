"""Orders as they were: how many of them the review would stop for nothing."""

from collections import Counter

from .replay import Replay


def measure(replay: Replay) -> Counter:
    """Return how many orders have a warning or a block (``any``), and how many by the check that found it."""
    counts = Counter()
    for case in replay.cases:
        codes = {finding.found.code for finding in case.findings() if finding.severity != "info"}
        counts.update(codes)
        counts["any"] += bool(codes)
    return counts
