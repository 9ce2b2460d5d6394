"""``./dev bench promise``: days promised for 1,000 lines in one call, beside Odoo's forecast of them."""

from . import databases, instance
from .bench_intake import figures, show
from .config import ROOT
from .ui import say

MODELS = ROOT / "benchmarks" / "promise_models.py"


def rows() -> list[dict]:
    """Measure and return the rows of the table."""
    odoo = instance.ensure()
    template = databases.ensure(odoo, databases.PLAIN)
    say("promising inside Odoo, in a database that is dropped afterwards (a minute or two)")
    with odoo.scratch(template, "bench") as database:
        return figures(odoo.shell(database, MODELS, log="bench-promise", on_line=show))
