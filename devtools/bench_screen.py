"""``./dev bench screen``: what an order takes on the order screen, and on Odoo's own form.

Taps, keys, seconds, requests and queries: two databases are filled alike, one with the addon and one without
it, and Chromium enters the same orders in both by real input. Seconds are those from an input until the
screen shows what it leads to, summed up: the time of a hand or of thinking is not in them.
"""

import contextlib
import json
from collections.abc import Iterator

from . import databases, demo_server, instance, machine
from .bench_intake import figures, show
from .config import PATHS, ROOT
from .instance import HOST, Instance
from .proc import run
from .ui import DevError, say

TRADE = ROOT / "benchmarks" / "screen_trade.py"
QUERIES = ROOT / "benchmarks" / "screen_queries.py"
MADE = "MADE "
LOGIN = "bench.rep"


def rows() -> list[dict]:
    """Measure and return the rows of the table."""
    machine.ensure([machine.BROWSER])
    odoo = instance.ensure()
    templates = {"own": databases.PLAIN, "odoo": databases.CORE}
    with contextlib.ExitStack() as stack:
        names = {
            door: stack.enter_context(odoo.scratch(databases.ensure(odoo, template), f"screen_{door}"))
            for door, template in templates.items()
        }
        customers = [_fill(odoo, name) for name in names.values()][0]
        found = _driven(odoo, names, customers)
        say("queries of few lines and of many")
        return found + figures(odoo.shell(names["own"], QUERIES, log="bench-screen-queries"))


def _fill(odoo: Instance, database: str) -> list[dict]:
    """Fill a database; return the customers for whom orders will be entered."""
    say(f"filling {database}: 5,000 products, 20,000 customers (half a minute)")
    lines = odoo.shell(database, TRADE, log=f"bench-{database}")
    odoo.server.sql("ANALYZE", database)
    for line in lines:
        if line.startswith(MADE):
            return json.loads(line.removeprefix(MADE))
    raise DevError("The database was not filled: read the logs bench-fmcg_screen_*.log.")


def _driven(odoo: Instance, names: dict[str, str], customers: list[dict]) -> list[dict]:
    say("entering orders in Chromium, on a phone and on a desk (some minutes)")
    plan = PATHS.dev / "bench-screen.json"
    with contextlib.ExitStack() as stack:
        doors = {door: stack.enter_context(_served(odoo, door, name)) for door, name in names.items()}
        told = {"browser": machine.browser(), "folder": str(PATHS.logs)}
        told |= {"doors": doors, "customers": customers}
        plan.write_text(json.dumps(told))
        lines: list[str] = []

        def take(line: str) -> None:
            lines.append(line)
            show(line)

        command = [odoo.python, "-m", "devtools.screen_bench.drive", plan]
        hint = f"What was on the screens is in {PATHS.logs}/bench-screen-*.png."
        run(command, log="bench-screen", cwd=ROOT, env=odoo.env, on_line=take, hint=hint)
    return figures(lines)


@contextlib.contextmanager
def _served(odoo: Instance, door: str, database: str) -> Iterator[dict]:
    """Serve a database while the block runs; give what a driver must know of it."""
    port = instance.free_port()
    service = demo_server.serve(odoo, database, port, f"bench-serve-{door}", crons=0)
    try:
        demo_server.wait([service], port)
        yield {
            "url": f"http://{HOST}:{port}",
            "database": database,
            "log": str(service.path),
            "login": LOGIN,
        }
    finally:
        service.stop()
