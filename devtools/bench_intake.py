"""``./dev bench intake``: how fast messages are read, by the engine alone and inside Odoo."""

import json

from . import databases, instance
from .config import ROOT
from .proc import run
from .ui import DevError, say

READING = ROOT / "benchmarks" / "intake_reading.py"
MODELS = ROOT / "benchmarks" / "intake_models.py"
ROWS, SAID = "ROWS ", "SAID "


def rows() -> list[dict]:
    """Measure and return the rows of the table."""
    odoo = instance.ensure()
    template = databases.ensure(odoo, databases.PLAIN)
    say("reading with the engine alone")
    lines: list[str] = []
    run([odoo.python, READING], log="bench-intake-reading", on_line=lines.append)
    found = figures(lines)
    say("receiving and reading inside Odoo, in a database that is dropped afterwards (some minutes)")
    with odoo.scratch(template, "bench") as database:
        lines = odoo.shell(database, MODELS, log="bench-intake-models", on_line=show)
    return found + figures(lines)


def show(line: str) -> None:
    """Say how far a program is."""
    if line.startswith(SAID):
        say(f"  {line.removeprefix(SAID)}")


def figures(lines: list[str]) -> list[dict]:
    """Return the rows that a program printed."""
    for line in lines:
        if line.startswith(ROWS):
            return json.loads(line.removeprefix(ROWS))
    raise DevError("The benchmark ended without figures: read the logs bench-*.log.")
