"""``./dev bench release``: approved orders become reserved deliveries, beside Odoo alone.

Three databases from one template of core's modules: one with the addon, and one for each of the two ways to
confirm many orders in Odoo alone, one call for all of them and one call for each. Odoo's faster way counts.
"""

import contextlib
import json

from . import databases, instance
from .bench_intake import figures, show
from .config import ROOT
from .ui import say

MODELS = ROOT / "benchmarks" / "release_models.py"


def rows() -> list[dict]:
    """Measure and return the rows of the table."""
    odoo = instance.ensure()
    core = databases.ensure(odoo, databases.CORE)
    own = databases.ensure(odoo, databases.PLAIN)
    with contextlib.ExitStack() as stack:
        names = {
            name: stack.enter_context(odoo.scratch(template, f"release_{name}"))
            for name, template in (("own", own), ("all", core), ("each", core))
        }
        say("taking orders to their reserved deliveries in each database in turn (half an hour)")
        return figures(
            odoo.shell(
                names["own"],
                MODELS,
                log="bench-release",
                env={"FMCG_DATABASES": json.dumps(names)},
                on_line=show,
            )
        )
