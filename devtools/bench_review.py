"""``./dev bench review``: what sharing out the work of order review saves against dealing it out in turn.

Days are played without Odoo: the same orders, reviewers and luck for each way to share the work. What the
checks take on 1,000 orders inside Odoo belongs here as well, as rows of their own.
"""

from . import instance
from .bench_intake import figures
from .config import ROOT
from .proc import run
from .ui import say

SHARING = ROOT / "benchmarks" / "review_sharing.py"


def rows() -> list[dict]:
    """Measure and return the rows of the table."""
    odoo = instance.ensure()
    say("playing days of review with the work shared as planned and otherwise (a minute)")
    lines: list[str] = []
    run([odoo.python, SHARING], log="bench-review-sharing", on_line=lines.append)
    return figures(lines)
