"""``./dev bench tracking``: a day of parcels under way by a simulated clock, and the services' calls to us.

The day's figures are those of the carrier server's own journal: calls against each service's limits, what was
known of parcels before their promise, and the time of an event beside a note as core writes it. The calls go
to a real server, in turn with a bare route of the same kind.
"""

import contextlib
import dataclasses
import json
from collections.abc import Iterator

from . import databases, demo_server, instance
from .bench_intake import figures, show
from .config import PATHS, ROOT
from .instance import Instance
from .proc import run
from .ui import DevError, say

FOLDER = ROOT / "benchmarks"
MADE = "MADE "
BARE = "fmcg_bench_bare"


def rows() -> list[dict]:
    """Measure and return the rows of the table."""
    odoo = instance.ensure()
    template = databases.ensure(odoo, databases.PLAIN)
    say("a day of 10,000 parcels, or of FMCG_SHIPMENTS (ten minutes)")
    with odoo.scratch(template, "tracking") as name:
        found = figures(_script(odoo, name, "tracking_models"))
    say("the services' calls to a server")
    # A route that is only there to be measured is no part of what is installed elsewhere.
    odoo = dataclasses.replace(odoo, addons=f"{odoo.addons},{FOLDER / 'addons'}")
    with odoo.scratch(template, "tracking_calls") as name:
        odoo.run(name, "--no-http", "-i", BARE, log="bench-tracking-bare")
        return found + _called(odoo, name) + figures(_script(odoo, name, "tracking_reading"))


def _script(odoo: Instance, database: str, name: str) -> list[str]:
    log = f"bench-{name.replace('_', '-')}"
    return odoo.shell(database, FOLDER / f"{name}.py", log=log, on_line=show)


def _called(odoo: Instance, database: str) -> list[dict]:
    plan = PATHS.dev / "bench-tracking.json"
    made = _made(_script(odoo, database, "tracking_filling"))
    lines: list[str] = []

    def take(line: str) -> None:
        lines.append(line)
        show(line)

    with _served(odoo, database) as port:
        plan.write_text(json.dumps({**made, "port": port}))
        command = [odoo.python, "-m", "benchmarks.tracking_calls", plan]
        run(command, log="bench-tracking-calls", cwd=ROOT, on_line=take)
    return figures(lines)


def _made(lines: list[str]) -> dict:
    for line in lines:
        if line.startswith(MADE):
            return json.loads(line.removeprefix(MADE))
    raise DevError("The database was not filled: read the log bench-tracking-filling.log.")


@contextlib.contextmanager
def _served(odoo: Instance, database: str) -> Iterator[int]:
    """Serve a database as ``./dev run`` does, without jobs, while the block runs; give the port."""
    port = instance.free_port()
    service = demo_server.serve(odoo, database, port, "bench-serve-tracking", crons=0)
    try:
        demo_server.wait([service], port)
        yield port
    finally:
        service.stop()
