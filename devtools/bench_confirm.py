"""``./dev bench confirm``: what the addon adds to making and to confirming orders.

Three databases from one template of core's modules: Odoo alone, with the addon, and with OCA's addons for
sale orders. Orders of the addon come through a channel and are approved before they are confirmed: its gate
is in the time, its review is a figure of its own.
"""

import contextlib
import json
from collections.abc import Iterator

from . import databases, instance, oca
from .bench_intake import figures, show
from .config import ROOT
from .instance import Instance
from .ui import say

MODELS = ROOT / "benchmarks" / "confirm_models.py"


def rows() -> list[dict]:
    """Measure and return the rows of the table."""
    odoo = instance.ensure()
    with_oca = oca.ensure(odoo)
    if not with_oca:
        say("There are no rows against oca: its addons could not be fetched. Measuring against odoo alone.")
    with contextlib.ExitStack() as stack:
        names = {name: stack.enter_context(each) for name, each in _databases(odoo, with_oca)}
        say("making and confirming orders in each database in turn (some minutes)")
        return figures(
            (with_oca or odoo).shell(
                names["odoo"],
                MODELS,
                log="bench-confirm",
                env={"FMCG_DATABASES": json.dumps(names)},
                on_line=show,
            )
        )


def _databases(odoo: Instance, with_oca: Instance | None) -> Iterator[tuple]:
    """Yield each contender's name with its database, dropped afterwards."""
    core = databases.ensure(odoo, databases.CORE)
    yield "odoo", odoo.scratch(core, "confirm_odoo")
    yield "own", odoo.scratch(databases.ensure(odoo, databases.PLAIN), "confirm_own")
    if with_oca:
        yield "oca", _installed(with_oca, core)


@contextlib.contextmanager
def _installed(with_oca: Instance, core: str) -> Iterator[str]:
    with with_oca.scratch(core, "confirm_oca") as name:
        say("installing OCA's addons (half a minute)")
        with_oca.run(name, "--no-http", "-i", ",".join(oca.PEERS.modules), log="bench-confirm-oca")
        yield name
