"""Reading Odoo's log: its records, which of them are problems, how tests ended."""

import re
from collections.abc import Iterator

from .config import ROOT

RECORD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ [A-Z]+ ")
PROBLEM = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")
RESULT = re.compile(r"odoo\.tests\.result: (\d+) failed, (\d+) error\(s\) of (\d+) tests")
# The runner tells failed tests as errors too; those are counted as tests.
TOLD = re.compile(
    r": (?:(?:FAIL|ERROR): (?P<test>.+)|=+|Module \S+: \d+ failures?, .*|\d+ failed, \d+ error\(s\) of .*)$"
)
ALLOWED = ROOT / "devtools" / "allowed_log_lines.txt"
SHOWN = 30
MOST = 200


def problems(lines: list[str]) -> list[str]:
    """Return the log lines of a run that count as failures: every warning that is not allowed."""
    rows = [row for row in ALLOWED.read_text().splitlines() if row and not row.startswith("#")]
    allowed = [re.compile(row) for row in rows]
    return [
        line
        for line in lines
        if PROBLEM.match(line) and not TOLD.search(line) and not any(rule.search(line) for rule in allowed)
    ]


def result(lines: list[str]) -> tuple[int, int]:
    """Return (passed, failed) from Odoo's own closing line; no such line is one failure."""
    for line in reversed(lines):
        if match := RESULT.search(line):
            failed, errors, total = map(int, match.groups())
            return total - failed - errors, failed + errors
    return 0, 1


def total(lines: list[str]) -> int:
    """Return how many tests a run had; 0 when it did not come to its end."""
    return next((int(match[3]) for line in reversed(lines) if (match := RESULT.search(line))), 0)


def explained(lines: list[str]) -> list[str]:
    """Return what a person needs to see of a run: problems and failed tests, with what follows each."""
    wanted = set(problems(lines))
    shown: list[str] = []
    for record in records(lines):
        told = TOLD.search(record[0]) if PROBLEM.match(record[0]) else None
        if record[0] in wanted or (told and told["test"]):
            shown += record[:SHOWN]
    more = len(shown) - MOST
    return shown[:MOST] + ([f"... and {more} lines more"] if more > 0 else [])


def records(lines: list[str]) -> Iterator[list[str]]:
    """Yield each log record: its first line and those that belong to it, such as a traceback."""
    record: list[str] = []
    for line in lines:
        if RECORD.match(line) and record:
            yield record
            record = []
        record.append(line)
    if record:
        yield record
