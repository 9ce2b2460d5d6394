import datetime as dt
import json

from engine.review.content import ContentLine, content, fingerprint

LINES = [ContentLine(1, 24.0, 2.0, 0.0), ContentLine(2, 6.0, 0.1 + 0.2, -0.0)]
BASE = {
    "partner": 7,
    "address": 8,
    "currency": "CNY",
    "total": 49.8,
    "commitment": dt.datetime(2026, 3, 2, 8),
    "lines": LINES,
}


def test_the_fingerprint_survives_storage_and_the_order_of_lines():
    values = content(**BASE)
    assert fingerprint(json.loads(json.dumps(values))) == fingerprint(values)
    assert fingerprint(content(**{**BASE, "lines": LINES[::-1]})) == fingerprint(values)
    assert fingerprint(
        content(**{**BASE, "lines": [LINES[0], ContentLine(2, 6.0, 0.3, 0.0)]})
    ) == fingerprint(values)
    assert len(fingerprint(values)) == 64


def test_every_value_counts():
    changed = [
        {"partner": 8},
        {"address": 9},
        {"currency": "USD"},
        {"total": 49.81},
        {"commitment": None},
        {"lines": LINES[:1]},
        {"lines": [*LINES, LINES[1]]},
        {"lines": [LINES[0], ContentLine(3, 6.0, 0.3, 0.0)]},
        {"lines": [LINES[0], ContentLine(2, 6.001, 0.3, 0.0)]},
        {"lines": [LINES[0], ContentLine(2, 6.0, 0.3001, 0.0)]},
        {"lines": [LINES[0], ContentLine(2, 6.0, 0.3, 1.0)]},
    ]
    prints = {fingerprint(content(**{**BASE, **change})) for change in changed}
    assert len(prints) == len(changed)
    assert fingerprint(content(**BASE)) not in prints
