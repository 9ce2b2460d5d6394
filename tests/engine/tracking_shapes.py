"""What a broken or hostile service may send: any JSON at all, or its real replies with any part replaced."""

import copy

from hypothesis import strategies as st

LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.sampled_from(
        ["200", "A1000", "S0000", "2026-03-17 09:00:00", "3", "true", "\ud83d", "\x00", "9" * 40]
    ),
)
ANY_JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


def spots(value, path=()):
    """Return the paths of all parts of a JSON value, the whole one included."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(spot for key, part in inner for spot in spots(part, (*path, key)))]


def replaced(value, path, part):
    """Return a JSON value with the part at a path replaced."""
    if not path:
        return part
    whole = copy.deepcopy(value)
    inside = whole
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = part
    return whole


def broken(sample):
    """Draw a sample with one of its parts, or all of it, replaced by any JSON."""
    return st.builds(replaced, st.just(sample), st.sampled_from(spots(sample)), ANY_JSON)
