"""The addon's tests inside Odoo, on a copy of a template database of core modules."""

import ast
import os
import re

from . import machine, odoo_source, postgres, python_env, stamps
from .config import ADDON, PATHS, ROOT
from .proc import need_space, run
from .ui import DevError, say

TEMPLATE = "fmcg_core"
PROBLEM = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")
RESULT = re.compile(r"odoo\.tests\.result: (\d+) failed, (\d+) error\(s\) of (\d+) tests")
ALLOWED = ROOT / "devtools" / "allowed_log_lines.txt"


def problems(lines: list[str]) -> list[str]:
    """Return the log lines of a run that count as failures: every warning that is not allowed."""
    rows = [row for row in ALLOWED.read_text().splitlines() if row and not row.startswith("#")]
    allowed = [re.compile(row) for row in rows]
    return [line for line in lines if PROBLEM.match(line) and not any(rule.search(line) for rule in allowed)]


def result(lines: list[str]) -> tuple[int, int]:
    """Return (passed, failed) from Odoo's own closing line; no such line is one failure."""
    for line in reversed(lines):
        if match := RESULT.search(line):
            failed, errors, total = map(int, match.groups())
            return total - failed - errors, failed + errors
    return 0, 1


def run_tests() -> tuple[int, int]:
    """Install the addon in a fresh database, run its tests; return (passed, failed)."""
    odoo, python = odoo_source.ensure(), python_env.ensure()
    machine.ensure([machine.BROWSER])
    server = postgres.ensure()
    _template(odoo, python, server)
    database = f"fmcg_test_{os.getpid()}"
    server.copy(TEMPLATE, database)
    say("Odoo tests: installing the addon and running them")
    try:
        lines = _odoo(odoo, python, server, database, "-i", ADDON, "--test-tags", f"/{ADDON}")
    finally:
        server.drop(database)
    passed, failed = result(lines)
    found = problems(lines)
    for line in found:
        print(f"  {line}")
    say(f"Odoo tests: {passed} passed, {failed} failed, {len(found)} problems in the log")
    return passed, failed + len(found)


def _template(odoo, python, server) -> None:
    manifest = ast.literal_eval((ROOT / ADDON / "__manifest__.py").read_text())
    key = stamps.key_of(manifest["depends"], (odoo.library / "odoo" / "release.py"), str(server.env))
    if stamps.done("template", key) and server.exists(TEMPLATE):
        return
    say("Odoo: building the template database (a minute, once)")
    need_space(PATHS.dev, 800)
    stamps.clear("template")
    server.drop(TEMPLATE)
    _odoo(odoo, python, server, TEMPLATE, "-i", ",".join(manifest["depends"]), log="template")
    stamps.mark("template", key)


def _odoo(odoo, python, server, database: str, *arguments: str, log: str = "test-odoo") -> list[str]:
    addons = PATHS.dev / "addons"
    addons.mkdir(parents=True, exist_ok=True)
    link = addons / ADDON
    if not link.is_symlink() or link.readlink() != ROOT / ADDON:
        link.unlink(missing_ok=True)
        link.symlink_to(ROOT / ADDON)
    http = ("--http-interface", "127.0.0.1", "--http-port", "8099")
    base = (python, odoo.program, "-c", os.devnull, "--addons-path", addons, "--data-dir", PATHS.data)
    command = [*base, "-d", database, *server.options, *http, "--stop-after-init", *arguments]
    lines: list[str] = []
    env = {"PYTHONPATH": str(odoo.library), "PYTHONDONTWRITEBYTECODE": "1", **server.env}
    status = run(command, log=log, env=env, on_line=lines.append, check=False)
    if status and not any(RESULT.search(line) for line in lines):
        raise DevError(f"Odoo stopped with status {status}; read {PATHS.logs / log}.log")
    return lines
