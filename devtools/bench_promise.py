"""``./dev bench promise``: days promised for 1,000 lines in one call, beside Odoo's forecast of them.

And one order of 1,000 lines, from its making to its confirmation, in a database with the addon and in one of
Odoo alone.
"""

import json

from . import databases, instance
from .bench_intake import figures, show
from .config import ROOT
from .ui import say

MODELS = ROOT / "benchmarks" / "promise_models.py"
ORDER = ROOT / "benchmarks" / "promise_order.py"


def rows() -> list[dict]:
    """Measure and return the rows of the table."""
    odoo = instance.ensure()
    core, own = (databases.ensure(odoo, template) for template in (databases.CORE, databases.PLAIN))
    say("promising inside Odoo, in a database that is dropped afterwards (a minute or two)")
    with odoo.scratch(own, "bench") as database:
        found = figures(odoo.shell(database, MODELS, log="bench-promise", on_line=show))
    say("one order of 1,000 lines, in two databases in turn (ten minutes)")
    with odoo.scratch(core, "promise_odoo") as alone, odoo.scratch(own, "promise_own") as ours:
        env = {"FMCG_DATABASES": json.dumps({"odoo": alone, "own": ours})}
        return found + figures(odoo.shell(alone, ORDER, log="bench-promise-order", env=env, on_line=show))
