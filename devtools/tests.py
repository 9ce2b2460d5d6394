"""``./dev test``: the parts, their counts, and the closing line."""

import argparse
import ast
import functools
import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import core_tests, glue_tests, lint, machine, odoo_tests, python_env
from .config import ADDON, ROOT
from .proc import Service
from .ui import say

COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)\b")
Counts = tuple[int, int]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``./dev test`` takes."""
    parts = ", ".join([*PARTS, *LONG])
    parser.add_argument("name", nargs="?", help=f"only this: {parts}, or a test's file, class or function")
    parser.add_argument("--full", action="store_true", help="long counts instead of the reduced ones")
    parser.add_argument("--lint", action="store_true", help="the linters too, beside Odoo's tests")


def main(options: argparse.Namespace) -> int:
    """Run one part or all; print the sum; return 0 only if something passed and nothing failed."""
    os.environ.setdefault("PYTHONHASHSEED", "0")
    if options.full:
        os.environ["FMCG_FULL"] = "1"
    whole = PARTS | LONG if options.full else PARTS
    chosen = whole if not options.name else _chosen(options.name)
    if not chosen:
        print(
            f"dev: no test is called {options.name}; there are the parts {', '.join([*PARTS, *LONG])}, "
            "and test files, classes and functions by their names",
            file=sys.stderr,
        )
        return 2
    steps = chosen | {"lint": lint.one_by_one} if options.lint else chosen
    passed, failed = (sum(counts) for counts in zip(*_run(steps), strict=True))
    print(f"{passed} passed, {failed} failed", flush=True)
    return 0 if passed and not failed else 1


def _run(chosen: dict[str, Callable[[], Counts]]) -> list[Counts]:
    """Run the parts; where all run, two stand beside each other, since each keeps one core busy at most."""
    steps = dict(chosen)
    if {"plain", "install"} <= steps.keys():
        del steps["plain"], steps["install"]
        steps = {"plain beside install": _side_by_side} | steps
    if {"odoo", "pages"} <= steps.keys():
        waiting = [steps.pop(name) for name in INSIDE if name in steps]
        steps["inside Odoo"] = functools.partial(_two_at_a_time, waiting)
    results, times = [], []
    for name, act in steps.items():
        begin = time.monotonic()
        results.append(act())
        times.append(f"{name} {time.monotonic() - begin:.0f} s")
    say(f"tests took: {', '.join(times)}")
    return results


def _two_at_a_time(parts: Sequence[Callable[[], Counts]]) -> Counts:
    """Run parts in their order, each as soon as one of two is over."""
    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(lambda act: act(), parts))
    return sum(passed for passed, _failed in counts), sum(failed for _passed, failed in counts)


def _side_by_side() -> Counts:
    with PlainTests() as tests:
        passed, failed = odoo_tests.run_life()
        more, wrong = tests.counts()
    return passed + more, failed + wrong


def count(line: str) -> Counts:
    """Return (passed, failed) from pytest's closing line; an error counts as failed."""
    found = {word.rstrip("s"): int(number) for number, word in COUNT.findall(line)}
    return found.get("passed", 0), found.get("failed", 0) + found.get("error", 0)


class PlainTests:
    """The tests that need no Odoo, or pytest's ``selection`` of them, from their start to their counts."""

    def __init__(self, selection: Sequence[str] = ("tests",)):
        python = python_env.ensure()
        machine.offer([machine.OCR])
        say("plain Python tests")
        self.lines: list[str] = []
        self.service = Service(
            [python, "-m", "pytest", "-q", "-rs", *selection],
            log="test-plain",
            env={"PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"},
            cwd=ROOT,
            on_line=lambda line: (self.lines.append(line), print(line, flush=True)),
        )

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.service.stop()

    def counts(self) -> Counts:
        """Wait for the end; return (passed, failed)."""
        status = self.service.wait()
        passed, failed = count(self.lines[-1] if self.lines else "")
        return passed, failed or (1 if status else 0)


def plain(*selection: str) -> Counts:
    """Run the plain tests, or pytest's ``selection`` of them; return (passed, failed)."""
    with PlainTests(selection or ("tests",)) as tests:
        return tests.counts()


PARTS: dict[str, Callable[[], Counts]] = {
    "plain": plain,
    "install": odoo_tests.run_life,
    "odoo": odoo_tests.run_models,
    "pages": odoo_tests.run_pages,
    "gold": odoo_tests.run_gold,
    "faults": odoo_tests.run_faults,
    "glue": glue_tests.run_glue,
}
# Two at a time, the longest first, so that both cores are done at about the same time.
INSIDE = ("odoo", "pages", "lint", "faults", "glue", "gold")
# Too long for each time: by name, or with --full.
LONG: dict[str, Callable[[], Counts]] = {"core": core_tests.run_core}


def _chosen(name: str) -> dict[str, Callable[[], Counts]]:
    """Return what runs the part, file, class or function of that name; empty where there is none."""
    if act := (PARTS | LONG).get(name):
        return {name: act} | ({"pages": PARTS["pages"]} if name == "odoo" else {})
    word = Path(name).stem
    chosen: dict[str, Callable[[], Counts]] = {}
    if found := _places(ROOT / "tests", word):
        nodes = [
            str(path.relative_to(ROOT)) + "".join(f"::{part}" for part in parts) for path, parts in found
        ]
        chosen["plain"] = lambda: plain(*nodes)
    if found := _places(ROOT / ADDON / "tests", word):
        tags = ",".join(_tag(path, parts) for path, parts in found)
        chosen["odoo"] = lambda: odoo_tests.run_tests(tags)
    return chosen


def _tag(path: Path, parts: tuple[str, ...]) -> str:
    if parts:
        return f"/{ADDON}:{'.'.join(parts)}"
    return f"/{path.relative_to(ROOT)}"


def _places(folder: Path, word: str) -> list[tuple[Path, tuple[str, ...]]]:
    """Find (file, names inside it) of each test file, class or function called ``word``."""
    found: list[tuple[Path, tuple[str, ...]]] = []
    for path in sorted(folder.rglob("test_*.py")):
        if path.stem == word:
            found.append((path, ()))
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if getattr(node, "name", None) == word:
                found.append((path, (word,)))
            elif isinstance(node, ast.ClassDef):
                inner = (child for child in node.body if isinstance(child, ast.FunctionDef))
                found += [(path, (node.name, word)) for child in inner if child.name == word]
    return found
