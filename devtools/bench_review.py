"""``./dev bench review``: what the checks take inside Odoo, and what sharing out the work of review saves.

The checks run on 1,000 orders beside Odoo's making of the same orders. Days of review are played without
Odoo: the same orders, reviewers and luck for each way to share the work.
"""

from . import databases, instance
from .bench_intake import figures, show
from .config import ROOT
from .proc import run
from .ui import say

MODELS = ROOT / "benchmarks" / "review_models.py"
SHARING = ROOT / "benchmarks" / "review_sharing.py"


def rows() -> list[dict]:
    """Measure and return the rows of the table."""
    odoo = instance.ensure()
    template = databases.ensure(odoo, databases.PLAIN)
    say("reviewing inside Odoo, in a database that is dropped afterwards (some minutes)")
    with odoo.scratch(template, "bench") as database:
        checked = figures(odoo.shell(database, MODELS, log="bench-review-models", on_line=show))
    say("playing days of review with the work shared as planned and otherwise (a minute)")
    lines: list[str] = []
    run([odoo.python, SHARING], log="bench-review-sharing", on_line=lines.append)
    return checked + figures(lines)
