"""``./dev test``: the parts, their counts, and the closing line."""

import os
import re
import sys

from . import odoo_tests, python_env
from .config import ROOT
from .proc import run
from .ui import say

PARTS = ("plain", "odoo")
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)\b")


def count(line: str) -> tuple[int, int]:
    """Return (passed, failed) from pytest's closing line; an error counts as failed."""
    found = {word.rstrip("s"): int(number) for number, word in COUNT.findall(line)}
    return found.get("passed", 0), found.get("failed", 0) + found.get("error", 0)


def plain(full: bool) -> tuple[int, int]:
    """Run the tests that need no Odoo; return (passed, failed)."""
    python = python_env.ensure()
    say("plain Python tests")
    lines: list[str] = []
    env = {"FMCG_FULL": "1" if full else "", "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
    status = run(
        [python, "-m", "pytest", "-q", "-rs", "tests"],
        log="test-plain",
        env=env,
        cwd=ROOT,
        check=False,
        on_line=lambda line: (lines.append(line), print(line)),
    )
    passed, failed = count(lines[-1] if lines else "")
    return passed, failed or (1 if status else 0)


def run_parts(name: str | None, full: bool) -> int:
    """Run one part or all; print the sum; return 0 only if something passed and nothing failed."""
    if name and name not in PARTS:
        print(f"dev: no test part is called {name}; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    os.environ.setdefault("PYTHONHASHSEED", "0")
    results = [plain(full)] if name in (None, "plain") else []
    if name in (None, "odoo"):
        results.append(odoo_tests.run_tests())
    passed, failed = (sum(counts) for counts in zip(*results, strict=True))
    print(f"{passed} passed, {failed} failed", flush=True)
    return 0 if passed and not failed else 1
