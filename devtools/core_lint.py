"""The checks that Odoo's own module ``test_lint`` makes, for what they find in this addon."""

from . import databases, instance, odoo_log
from .config import ADDON, PATHS
from .instance import HOST
from .ui import DevError

# What pylint finds is the check pylint-core; those that test the plugins themselves are core's affair.
LEFT_OUT = ("TestPyLint", "TestPylintChecks", "TestGetTextLint", "TestSqlLint", "TestI18nChecks")
OURS = ("fmcg_order_mgmt", "fmcg.")
SHOWN = 3


class Missing(Exception):
    """This Odoo comes without ``test_lint``."""


def check() -> tuple[int, list[str]]:
    """Run the module's tests on a database of their own; return (tests run, findings about the addon).

    They look at every addon there is, and some fail about core's own; those are no findings.
    """
    odoo = instance.ensure()
    if not (odoo.odoo.addons / "test_lint").is_dir():
        raise Missing
    tags = ",".join(["/test_lint", *(f"-/test_lint:{name}" for name in LEFT_OUT)])
    template = databases.ensure(odoo, databases.CORE)
    with odoo.scratch(template, "lint") as database:
        port = ("--http-interface", HOST, "--http-port", instance.free_port())
        modules = ("-i", f"{ADDON},test_lint", "--test-tags", tags)
        lines = odoo.run(database, *port, *modules, log="lint-core", check=False, env=_with_astroid(odoo))
    total = odoo_log.total(lines)
    if not total:
        raise DevError(f"test_lint did not run: read {PATHS.logs / 'lint-core.log'}.")
    return total, findings(lines)


def findings(lines: list[str]) -> list[str]:
    """Return what the failed tests and the warnings of a run say about the addon."""
    found: list[str] = []
    for record in odoo_log.records(lines):
        if odoo_log.PROBLEM.match(record[0]):
            if any(word in line for line in record for word in OURS):
                told = odoo_log.TOLD.search(record[0])
                # Of a traceback, the words of the failure at its end.
                words = [line.strip() for line in record[1:] if line.strip()][-SHOWN:]
                found.append(" | ".join([(told and told["test"]) or record[0], *words]))
    return found


def _with_astroid(odoo: instance.Instance) -> dict[str, str]:
    """The module's tests import astroid, which comes with the linters."""
    linters = next(PATHS.lint_venv.glob("lib/python3*/site-packages"))
    return {"PYTHONPATH": f"{odoo.odoo.library}:{linters}"}
