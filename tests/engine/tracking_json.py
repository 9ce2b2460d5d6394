"""Recorded replies, and JSON that nobody would send: arbitrary, or a recorded reply with something wrong."""

import copy
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from engine.tracking import HEALTHS, REASONS, STATES, Answer, fingerprint, fold
from hypothesis import strategies as st

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "tracking"


def recorded(provider: str, pattern: str = "*") -> dict[str, Any]:
    """Return the recorded replies of a provider by file name; skips the test where none are at hand."""
    folder = DATA / provider
    paths = sorted(folder.glob(pattern)) if folder.is_dir() else []
    if not paths:
        pytest.skip(f"no recorded replies in {folder.name}/")
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in paths}


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["\ud800", "\x00", "0001-01-01", "9999-12-31T23:59:59-14:00", "2026-02-30", "+99:99"]),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def places(value: Any, path: tuple = ()) -> list[tuple]:
    """Return the path of every value in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [path] if path else []
    for key, each in inner:
        found += places(each, (*path, key))
    return found


def mutated(value: Any) -> st.SearchStrategy[Any]:
    """Return the strategy of this JSON value with up to three of its values replaced by anything."""
    spots = places(value)

    @st.composite
    def build(draw):
        result = copy.deepcopy(value)
        for path in draw(st.lists(st.sampled_from(spots), min_size=1, max_size=3)):
            _put(result, path, draw(ANYTHING))
        return result

    return build()


def _put(value: Any, path: tuple, new: Any) -> None:
    for key in path[:-1]:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return
    try:
        value[path[-1]] = new
    except (IndexError, TypeError):
        # An earlier change left no such place.
        return


def assert_sound(answer: Answer) -> None:
    """Fail unless everything in an answer can be stored and folded."""
    assert answer.health in HEALTHS and answer.state in STATES
    for event in answer.events:
        assert event.state in STATES and (not event.reason or event.reason in REASONS)
        assert event.occurred_at.utcoffset() == timedelta(0)
        assert len(fingerprint("provider", answer.carrier, "number", event)) == 64
        "".join((event.code, event.subcode, event.location, event.signed_by, event.occurred_raw)).encode()
    "".join((answer.raw, answer.message, answer.ref, answer.carrier)).encode()
    assert fold(answer.events).state in STATES
