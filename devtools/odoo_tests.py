"""The addon's tests inside Odoo, and its life there: installed, upgraded, removed."""

import argparse
import json
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from . import databases, eval_intake, instance, machine, odoo_log
from .config import ADDON, PATHS, ROOT
from .gold import tables
from .instance import HOST, Instance
from .ui import DevError, say

INSIDE = Path(__file__).parent / "inside"
FOUND, SAID = "FOUND ", "SAID "
SHOWN = 40
GOLD = ROOT / "tests" / "gold" / "small"
WEB = re.compile(r"HttpCase|AxeCase")
# These look at the demo data and skip where there is none.
DEMO_TESTS = f"/{ADDON}:TestDemoCompany,/{ADDON}:TestDemoMessages"


def run_tests(tags: str) -> tuple[int, int]:
    """Run chosen tests of the addon in a fresh database; return (passed, failed)."""
    return _inside(tags, "test", "those chosen")


def run_models() -> tuple[int, int]:
    """Run the addon's tests that open no page in a fresh database; return (passed, failed)."""
    return _inside(_tags(web=False), "test", "those of the models")


def run_pages() -> tuple[int, int]:
    """Run the addon's tests that speak HTTP or drive the browser, likewise; return (passed, failed)."""
    return _inside(_tags(web=True), "pages", "those of pages and the browser")


def _tags(web: bool) -> str:
    """Name the files whose tests need a web server, for which Odoo first makes its assets, or the others."""
    files = sorted((ROOT / ADDON / "tests").glob("test_*.py"))
    chosen = [path for path in files if bool(WEB.search(path.read_text(encoding="utf-8"))) is web]
    return ",".join(f"/{path.relative_to(ROOT)}" for path in chosen)


def _inside(tags: str, log: str, what: str) -> tuple[int, int]:
    odoo = instance.ensure()
    machine.ensure([machine.BROWSER])
    machine.offer([machine.PDF])
    template = databases.ensure(odoo, databases.PLAIN)
    say(f"Odoo tests: {what}")
    with odoo.scratch(template, log) as database:
        port = ("--http-interface", HOST, "--http-port", instance.free_port())
        lines = odoo.run(database, *port, "--test-tags", tags, log=f"{log}-odoo", check=False)
    passed, failed = odoo_log.result(lines)
    found = odoo_log.problems(lines)
    for line in odoo_log.explained(lines):
        print(f"  {line}")
    say(f"Odoo tests, {what}: {passed} passed, {failed} failed, {len(found)} problems in the log")
    return passed, failed + len(found)


def run_gold() -> tuple[int, int]:
    """Read the small gold set as ``./dev eval intake`` does; return (messages understood, others)."""
    gold = tables.load(GOLD)
    say(f"{len(gold.messages)} messages with known answers")
    with tempfile.TemporaryDirectory() as work:
        predictions = Path(work) / "predictions.jsonl"
        status = eval_intake.main(
            argparse.Namespace(folder=str(GOLD), predictions=str(predictions), details=False)
        )
        found = [json.loads(line) for line in predictions.read_text(encoding="utf-8").splitlines()]
    by_id = {row["id"]: tables.meaning(row) for row in found}
    wrong = [row["id"] for row in gold.messages if by_id.get(row["id"]) != tables.meaning(row["expect"])]
    if wrong:
        print(f"  not understood: {', '.join(wrong)}")
    return len(gold.messages) - len(wrong), len(wrong) + bool(status)


def run_faults() -> tuple[int, int]:
    """Let workers fight and processes die in releases and in tracking; return (passed, failed)."""
    counts = [
        _faults("release", "Releases: workers on the same goods, processes killed at their commits"),
        _faults("tracking", "Tracking: a storm of faults, workers on the same parcels, processes killed"),
    ]
    return sum(passed for passed, _failed in counts), sum(failed for _passed, failed in counts)


def _faults(name: str, what: str) -> tuple[int, int]:
    odoo = instance.ensure()
    with odoo.scratch(databases.ensure(odoo, databases.PLAIN), f"{name}_faults") as database:
        say(what)
        lines = odoo.shell(database, INSIDE / f"{name}_faults.py", log=f"test-{name}-faults")
    wrong = odoo_log.explained(lines) + [line for line in lines if line.startswith(FOUND)]
    for line in wrong:
        print(f"  {line[:500]}")
    passed = sum(line.startswith(SAID) and line.endswith(": ok") for line in lines)
    return passed, len(wrong) or int(not passed)


def run_life() -> tuple[int, int]:
    """Install, upgrade and remove the addon, with and without demo data; return (passed, failed)."""
    odoo = instance.ensure()
    results: list[bool] = []
    for template, demo in ((databases.CORE, ()), (databases.CORE_DEMO, ("--with-demo",))):
        databases.ensure(odoo, template)
        with odoo.scratch(template, "life") as database:
            results += [_step(name, act) for name, act in _life(odoo, database, demo)]
    return sum(results), len(results) - sum(results)


def _life(odoo: Instance, database: str, demo: tuple[str, ...]) -> list[tuple[str, Callable[[], list[str]]]]:
    """Return the steps by name; each gives its log, in which every problem counts."""
    suffix = "with demo data" if demo else "without demo data"
    log = f"test-life-{'demo' if demo else 'plain'}"

    def module(flag: str) -> list[str]:
        return odoo.run(database, "--no-http", *demo, flag, ADDON, log=f"{log}{flag}")

    def tests() -> list[str]:
        port = ("--http-interface", HOST, "--http-port", instance.free_port())
        arguments = (*port, *demo, "-u", ADDON, "--test-tags", DEMO_TESTS)
        lines = odoo.run(database, *arguments, log=f"{log}-u", check=False)
        if not odoo_log.total(lines):
            raise DevError(f"The demo's own tests did not run; log in {PATHS.logs / log}-u.log.")
        return lines

    def script(name: str) -> list[str]:
        return odoo.shell(database, INSIDE / f"{name}.py", log=f"{log}-{name}")

    steps = [(f"install {suffix}", lambda: module("-i"))]
    if demo:
        steps.append(("all demo data was loaded", lambda: script("demo_failures")))
        steps.append(("upgrade, with the demo's own tests", tests))
    else:
        steps.append((f"upgrade {suffix}", lambda: module("-u")))
    steps += [
        (f"uninstall {suffix}", lambda: script("uninstall")),
        (f"nothing is left {suffix}", lambda: script("leftovers")),
    ]
    return steps


def _step(name: str, act: Callable[[], list[str]]) -> bool:
    begin = time.monotonic()
    try:
        lines = act()
        wrong = odoo_log.explained(lines)
        wrong += [line.removeprefix(FOUND) for line in lines if line.startswith(FOUND)]
    except DevError as error:
        wrong = [str(error)]
    say(f"{name}: {'failed' if wrong else 'ok'} ({time.monotonic() - begin:.0f} s)")
    for line in wrong[:SHOWN]:
        print(f"  {line[:500]}")
    if len(wrong) > SHOWN:
        print(f"  ... and {len(wrong) - SHOWN} more in {PATHS.logs}/test-life-*.log")
    return not wrong
