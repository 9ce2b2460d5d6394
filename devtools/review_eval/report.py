"""All figures of the evaluation of the review, and the tables that show them."""

from collections.abc import Iterable, Sequence

from . import doubles, gaps, slips, untouched
from .replay import Replay


def measure(replay: Replay, seed: int) -> dict:
    """Return everything that is measured on a replay, as JSON can keep it."""
    found = slips.Slips(replay, seed)
    return {
        "eval": "review",
        "seed": seed,
        "untouched": _untouched(replay),
        "doubles": _doubles(doubles.measure(replay, seed)),
        "slips": {name: _slips(found.measure(kind)) for name, kind in slips.KINDS.items()},
        "missing": vars(gaps.measure(replay, seed)),
    }


def _untouched(replay: Replay) -> dict:
    counts, orders = untouched.measure(replay), len(replay.cases)
    by_code = {code: count for code, count in sorted(counts.items()) if code != "any"}
    return {"orders": orders, "warned": counts["any"], "share": counts["any"] / orders, "by_code": by_code}


def _doubles(counts: dict[str, tuple[int, int]]) -> dict:
    planted, found = (sum(column) for column in zip(*counts.values(), strict=True))
    kinds = {kind: {"planted": of, "found": hits} for kind, (of, hits) in counts.items()}
    return {"planted": planted, "found": found, "share": found / max(planted, 1), "kinds": kinds}


def _slips(measured: slips.Measured) -> dict:
    rules = [
        {
            "rule": seen.rule,
            "recall": seen.found,
            "false_alarms": seen.false,
            "precision": seen.precision(measured.planted, measured.untouched),
            "precision_1_in_100": seen.precision(1, slips.ONE_IN - 1),
        }
        for seen in measured.rules
    ]
    return {
        "planted": measured.planted,
        "lines": measured.untouched,
        "rules": rules,
        "recall_at_2_percent": dict(measured.at_allowed),
    }


def table(figures: dict) -> list[str]:
    """Return the lines that a person reads."""
    lines = [*_untouched_lines(figures["untouched"]), *_doubles_lines(figures["doubles"])]
    for name, measured in figures["slips"].items():
        lines += _slips_lines(slips.KINDS[name].words, measured)
    return [*lines, *_missing_lines(figures["missing"])]


def _untouched_lines(figures: dict) -> list[str]:
    by_code = ", ".join(f"{code} {count}" for code, count in figures["by_code"].items()) or "none"
    return [
        f"untouched orders with a warning: {_percent(figures['share'])} of {figures['orders']} ({by_code})"
    ]


def _doubles_lines(figures: dict) -> list[str]:
    kinds = ", ".join(
        f"{kind} {_percent(counts['found'] / counts['planted'])} of {counts['planted']}"
        for kind, counts in figures["kinds"].items()
        if counts["planted"]
    )
    return [f"doubled orders found: {figures['share']:.3f} of {figures['planted']} ({kinds})"]


def _slips_lines(what: str, figures: dict) -> list[str]:
    rows = [("rule", "recall", "false alarms", "precision", "if 1 line in 100 slips")]
    for row in figures["rules"]:
        shares = ("recall", "false_alarms", "precision", "precision_1_in_100")
        rows.append((row["rule"], *(_percent(row[name]) for name in shares)))
    at = ", ".join(f"{rule} {_percent(recall)}" for rule, recall in figures["recall_at_2_percent"].items())
    return [
        "",
        f"{what}: {figures['planted']} slips, each on a line with {slips.HABIT} earlier purchases or more; "
        f"{figures['lines']} such lines untouched",
        *columns(rows),
        f"recall at {_percent(slips.ALLOWED)} false alarms among untouched lines: {at}",
    ]


def _missing_lines(figures: dict) -> list[str]:
    return [
        "",
        f"usual items missing: one taken off each of {figures['removals']} orders is among the three named "
        f"in {_percent(figures['hit'])}, among the three most often bought in "
        f"{_percent(figures['frequent'])}; nothing is named in {_percent(figures['silent'])}",
        f"of the products named on untouched orders, {_percent(figures['next_order'])} are ordered the next "
        f"time; {_percent(figures['named'])} of untouched orders have some",
    ]


def columns(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Yield rows as lines; the first column stands to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [f"  {first.ljust(widths[0])}"]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        yield "  ".join(cells)


def _percent(value: float) -> str:
    return f"{value:.1%}"
