"""``./dev run --once``: messages through the whole path, without a server, one row for each."""

import json
import shutil
import unicodedata
from pathlib import Path

from . import databases, demo_carrier, instance, messages
from .config import PATHS
from .ui import DevError, say

SCRIPT = Path(__file__).parent / "demo" / "once.py"
ROW = "ROW "
COLUMNS = (("message", 34), ("channel", 8), ("request", 12), ("orders", 14), ("stage", 12))


def main(paths: list[str]) -> int:
    """Run the demo's messages, or those at ``paths``; return 0 when each of them got its row."""
    found = messages.gather(paths)
    odoo = instance.ensure()
    # Without history and inbox, in which the demo's messages have arrived already.
    template = databases.ensure(odoo, databases.COMPANY)
    say(f"{len(found)} messages, in a copy of the demo company that is dropped afterwards")
    work = PATHS.dev / "once" / "messages.json"
    work.parent.mkdir(parents=True, exist_ok=True)
    work.write_text(json.dumps([message.as_json() for message in found]), encoding="utf-8")
    shown: list[dict] = []
    port = instance.free_port()
    carrier = demo_carrier.start(odoo, port)
    try:
        with odoo.scratch(template, "once") as database:
            _print_row(dict.fromkeys(("message", "channel", "request", "orders", "stage", "reason"), None))
            odoo.shell(
                database,
                SCRIPT,
                log="once",
                env={"FMCG_ONCE": str(work), "FMCG_CARRIER": f"http://{instance.HOST}:{port}"},
                on_line=lambda line: _take(line, shown),
            )
    finally:
        carrier.stop()
        shutil.rmtree(work.parent, ignore_errors=True)
    return _sum_up(found, shown)


def _take(line: str, shown: list[dict]) -> None:
    if line.startswith(ROW):
        row = json.loads(line.removeprefix(ROW))
        shown.append(row)
        _print_row(row)


def _print_row(row: dict) -> None:
    cells = [_cell(name if row[name] is None else row[name], width) for name, width in COLUMNS]
    print("  ".join([*cells, row["reason"] if row["reason"] is not None else "reason"]).rstrip(), flush=True)


def _cell(text: str, width: int) -> str:
    """Return the text cut or filled to ``width`` columns of a terminal, where Chinese takes two each."""
    kept, used = "", 0
    for letter in text:
        columns = 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if used + columns > width:
            break
        kept, used = kept + letter, used + columns
    return kept + " " * (width - used)


def _sum_up(found: list, shown: list[dict]) -> int:
    if len(shown) != len(found):
        raise DevError(f"{len(found) - len(shown)} messages got no row: read {PATHS.logs / 'once.log'}.")
    counts: dict[str, int] = {}
    for row in shown:
        counts[row["request"]] = counts.get(row["request"], 0) + 1
    say(f"{len(shown)} messages: {', '.join(f'{number} {state}' for state, number in counts.items())}")
    return 0
