"""Core's own tests with the addon installed: what it extends must go on as core promises."""

import re

from . import databases, instance, machine, odoo_log
from .config import ADDON
from .instance import HOST, Instance
from .ui import say

# The modules whose models, views or controllers the addon extends, and those that live on them.
MODULES = (
    "sale",
    "sale_management",
    "sale_stock",
    "sale_loyalty",
    "sale_loyalty_delivery",
    "loyalty",
    "delivery",
    "stock_delivery",
    "stock",
    "stock_account",
    "stock_picking_batch",
    "delivery_stock_picking_batch",
    "product_expiry",
    "sale_stock_product_expiry",
)
# A class that could not be set up is told by the suite, not by its own file.
FAILED = re.compile(
    r"(?: |setUpClass \()odoo\.addons\.(?P<module>\w+)\.tests\.(?P<file>\w+)"
    r"(?:\S*: (?:FAIL|ERROR): (?P<test>.+)|\.(?P<whole>\w+)\))$"
)
Failure = tuple[str, str]


def run_core(modules: tuple[str, ...] = MODULES) -> tuple[int, int]:
    """Run the tests of core's modules beside the addon; return (passed, failed).

    What fails without the addon too is core's own, is named, and does not count.
    """
    odoo = instance.ensure()
    machine.ensure([machine.BROWSER])
    machine.offer([machine.PDF])
    say(f"core's own tests with the addon: {', '.join(modules)} (half an hour)")
    tags = ",".join(f"/{module}" for module in modules)
    lines = _run(odoo, databases.PLAIN, tags, modules, "with")
    passed, failed = odoo_log.result(lines)
    found = failures(lines)
    alone = _alone(odoo, found) if found else set()
    for file, test in sorted(found):
        print(f"  {file} {test}" + (" (fails without the addon too)" if (file, test) in alone else ""))
    ours = len(found - alone)
    say(f"core's own tests: {passed} passed, {ours} failed, {len(found & alone)} fail without the addon too")
    return passed, ours or int(bool(failed) and not found)


def failures(lines: list[str]) -> set[Failure]:
    """Return the failed tests of a log, by their file as Odoo's tags take it and by their name."""
    matches = filter(None, map(FAILED.search, lines))
    return {
        (f"/{match['module']}/tests/{match['file']}.py", match["test"] or match["whole"]) for match in matches
    }


def _alone(odoo: Instance, found: set[Failure]) -> set[Failure]:
    """Return what fails in the files of these failures where the addon is not installed."""
    files = sorted({file for file, _test in found})
    modules = tuple(sorted({file.split("/")[1] for file in files}))
    return failures(_run(odoo, databases.CORE, ",".join(files), modules, "without"))


def _run(odoo: Instance, template: str, tags: str, modules: tuple[str, ...], name: str) -> list[str]:
    databases.ensure(odoo, template)
    with odoo.scratch(template, "core") as database:
        port = ("--http-interface", HOST, "--http-port", instance.free_port())
        # Only modules that are updated are tested.
        arguments = (*port, "-u", ",".join(modules), "--test-tags", tags)
        return odoo.run(database, *arguments, log=f"test-core-{name}-{ADDON}", check=False)
